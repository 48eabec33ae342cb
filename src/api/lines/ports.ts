import type { BindingSettings } from '../../domain/binding.ts';
import type { Actor } from '../../domain/people.ts';

/** The binding hooks of trunks. Rejects with `Refused` when there is no such trunk. */
export interface Bindings {
  put(actor: Actor, trunkId: string, binding: BindingSettings | null): Promise<void>;
}
