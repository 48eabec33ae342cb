import type { BindingSettings } from '../../domain/binding.ts';
import type { ProofType } from '../../domain/caller-proof.ts';
import type { Actor } from '../../domain/people.ts';

/** The binding hooks of trunks. Rejects with `Refused` when there is no such trunk. */
export interface Bindings {
  put(actor: Actor, trunkId: string, binding: BindingSettings | null): Promise<void>;
}

/** Files that prove that a number of ours may be shown. Both reject with `Refused` when there is no such number or file. */
export interface CallerProofs {
  put(actor: Actor, callerIdId: string, file: { name: string; type: ProofType; bytes: Buffer }): Promise<void>;
  fetch(actor: Actor, callerIdId: string): Promise<{ type: ProofType; bytes: Buffer }>;
}
