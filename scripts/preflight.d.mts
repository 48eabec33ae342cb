export const DISK_NEEDED_BYTES: number;
export function nodeFault(version: string): string | undefined;
export function diskFault(freeBytes: number, folder: string): string | undefined;
export function stampOf(lockText: string, node: string): string;
export function stampFile(root: string): string;
export function missingStamp(root: string, node: string): string | undefined;
export function npmCommand(execPath: string | undefined, nodePath: string): { file: string; args: string[] };
