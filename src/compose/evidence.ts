import { readFile } from 'node:fs/promises';
import { deriveEvidenceKey } from '../db/crypto.ts';
import { verifyEvidence } from '../domain/evidence-chain.ts';
import { readEvidence } from '../lists/evidence-file.ts';

/** `boda verify-evidence FILE`: whether a file of abandoned calls is as it was signed, in a sentence. */
export async function checkEvidence(secretKey: string, file: string): Promise<{ sound: boolean; text: string }> {
  let rows: ReturnType<typeof readEvidence>;
  try {
    rows = readEvidence(await readFile(file, 'utf8'));
  } catch (error) {
    return { sound: false, text: `${file}: ${(error as Error).message}` };
  }
  const verdict = verifyEvidence(deriveEvidenceKey(secretKey), rows);
  if (verdict.sound) return { sound: true, text: `${file}: as it was signed, ${verdict.calls} abandoned calls` };
  return { sound: false, text: `${file}: NOT as it was signed: row ${verdict.row}: ${verdict.why}` };
}
