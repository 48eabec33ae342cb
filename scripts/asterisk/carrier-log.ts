import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call as the carrier saw it. Times are milliseconds since the epoch. */
export interface CarrierCall {
  number: string;
  callerId: string;
  /** The two digits of the behaviour (numbers.ts), or `agent` for an agent's phone. */
  kind: string;
  invitedAt: number;
  /** 180 or 183 sent. */
  ringingAt: number | undefined;
  answeredAt: number | undefined;
  endedAt: number;
  /** Who hung up: the caller (Boda) or the callee. */
  endedBy: 'caller' | 'callee';
  /** Recording of what the callee heard; undefined when he never answered. */
  heardFile: string | undefined;
}

/** The carrier's calls that have ended, in the order of their end. */
export function readCarrierLog(carrierDir: string): CarrierCall[] {
  const file = join(carrierDir, 'calls.log');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  // The last piece is empty, or a line that is being written.
  return lines.slice(0, -1).map((line) => parseCarrierLine(line, carrierDir));
}

/** Throws on a line that is not the carrier's. */
export function parseCarrierLine(line: string, carrierDir: string): CarrierCall {
  const [number, callerId, kind, invited, ringing, answered, ended, endedBy, heard] = line.split('|');
  if (
    !number ||
    callerId === undefined ||
    !kind ||
    !invited ||
    !ended ||
    (endedBy !== 'caller' && endedBy !== 'callee')
  ) {
    throw new Error(`not a line of the carrier's log: ${line}`);
  }
  return {
    number,
    callerId,
    kind,
    invitedAt: millis(invited),
    ringingAt: ringing ? millis(ringing) : undefined,
    answeredAt: answered ? millis(answered) : undefined,
    endedAt: millis(ended),
    endedBy,
    heardFile: heard ? join(carrierDir, 'heard', heard) : undefined,
  };
}

function millis(seconds: string): number {
  const value = Math.round(Number(seconds) * 1_000);
  if (!Number.isFinite(value)) throw new Error(`not a time in the carrier's log: ${seconds}`);
  return value;
}
