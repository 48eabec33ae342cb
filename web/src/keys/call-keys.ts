/** The call keys (docs/PAGES.md). They work everywhere, also in a field and while an input method composes. */
export type CallKey =
  | { do: 'dial' }
  | { do: 'hold' }
  | { do: 'mute' }
  | { do: 'transfer' }
  | { do: 'keypad' }
  | { do: 'hang-up' }
  | { do: 'extend' }
  | { do: 'save' }
  | { do: 'result'; hotKey: number };

const KEYS: Record<string, CallKey> = {
  F2: { do: 'dial' },
  F4: { do: 'hold' },
  F6: { do: 'mute' },
  F7: { do: 'transfer' },
  F8: { do: 'keypad' },
  F9: { do: 'hang-up' },
  F10: { do: 'extend' },
};

export interface Pressed {
  /** The place on the keyboard: an input method hides the letter behind `Process`, never this. */
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
}

/** What a key means for the call; undefined = nothing. Bare letters and digits never mean anything here. */
export function callKeyOf(key: Pressed): CallKey | undefined {
  const { code, altKey, ctrlKey, metaKey, shiftKey, repeat } = key;
  if (repeat || metaKey || shiftKey) return undefined;
  if (!altKey && !ctrlKey) return KEYS[code];
  if (ctrlKey && !altKey) return code === 'Enter' || code === 'NumpadEnter' ? { do: 'save' } : undefined;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  return altKey && !ctrlKey && digit !== undefined ? { do: 'result', hotKey: Number(digit) } : undefined;
}

/** F9 hangs up only when it is pressed twice within a second: a slip must not cut a customer off. */
export class TwiceWithin {
  readonly #ms: number;
  #at = Number.NEGATIVE_INFINITY;

  constructor(ms = 1_000) {
    this.#ms = ms;
  }

  /** Whether this press, at `now` ms, is the second. */
  press(now: number): boolean {
    const second = now - this.#at <= this.#ms;
    this.#at = second ? Number.NEGATIVE_INFINITY : now;
    return second;
  }
}
