/** The authorisation or 报备 of a number of ours as a file (RULES.md "Lines"). */

export const PROOF_TYPES = ['pdf', 'jpg', 'png'] as const;
export type ProofType = (typeof PROOF_TYPES)[number];
export const MOST_PROOF_BYTES = 5 * 1024 * 1024;

const BEGINS: Record<ProofType, readonly number[]> = {
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
  jpg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/** By how the file begins, whatever it is called; undefined: none of them. */
export function proofType(file: Uint8Array): ProofType | undefined {
  return PROOF_TYPES.find((type) => BEGINS[type].every((byte, i) => file[i] === byte));
}
