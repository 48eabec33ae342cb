/** The pre-dial binding hook (RULES.md "Lines") as the engine needs it; part of ports.ts. */
import type { BindingFailure } from '../domain/binding.ts';

export interface BindingHook {
  url: string;
  /** Undefined: no key of ours opens it any more. Then nothing is asked and nothing dialed. */
  secret: string | undefined;
  timeoutMs: number;
}

/** The clear numbers live only here, in memory and in the body on their way to the hook. */
export interface BindingOrder {
  attemptId: string;
  campaignId: string;
  /** The callee, E.164. */
  number: string;
  /** Our number that was chosen for the call; empty: none. */
  caller: string;
}

export type BindingAnswer =
  | {
      kind: 'bound';
      /** With a + it is E.164, and the trunk's prefix rules hold for it; else it is dialed as it stands. */
      dial: string;
      show: string;
      /** The other side's own name for it. */
      bindingId: string | undefined;
    }
  | { kind: 'failed'; why: BindingFailure };

export interface NumberBinder {
  /** Asks once, within the hook's time. Never rejects. */
  bind(hook: BindingHook, order: BindingOrder): Promise<BindingAnswer>;
  /** The call is over; whether the other side has taken note. Never rejects. */
  release(hook: BindingHook, binding: { attemptId: string; bindingId: string | undefined }): Promise<boolean>;
}
