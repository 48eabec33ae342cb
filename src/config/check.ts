import { constants } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { faultLine, SettingsError } from './fault.ts';
import type { Settings } from './settings.ts';

/** Looks whether what the settings name is really there on this machine. Throws `SettingsError` with a line for each fault. */
export async function checkSettings(settings: Settings): Promise<void> {
  const faults = [...(await tlsFaults(settings)), ...(await recordingsFaults(settings))];
  if (faults.length > 0) throw new SettingsError(faults);
}

async function tlsFaults({ tls }: Settings): Promise<string[]> {
  if (tls === undefined) return [];
  const [cert, key] = await Promise.all([readPem(tls.cert), readPem(tls.key)]);
  const faults: string[] = [];
  if (cert === undefined) faults.push(faultLine('TLS_CERT', tls.cert, 'open', 'a PEM file that this user may read'));
  if (key === undefined) faults.push(faultLine('TLS_KEY', tls.key, 'open', 'a PEM file that this user may read'));
  if (cert === undefined || key === undefined) return faults;
  try {
    createSecureContext({ cert, key });
    return [];
  } catch {
    return [faultLine('TLS_KEY', tls.key, 'open', `the unencrypted PEM key of the certificate in ${tls.cert}`)];
  }
}

async function readPem(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

async function recordingsFaults({ recordings }: Settings): Promise<string[]> {
  if (recordings.kind !== 'directory') return [];
  try {
    await mkdir(recordings.path, { recursive: true });
    await access(recordings.path, constants.W_OK | constants.X_OK);
    return [];
  } catch {
    return [faultLine('RECORDINGS', recordings.path, 'open', 'a directory that this user may write to')];
  }
}
