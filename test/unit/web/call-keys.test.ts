import { expect, it } from 'vitest';
import { callKeyOf, TwiceWithin } from '../../../web/src/keys/call-keys.ts';

const press = (code: string, held: Partial<Parameters<typeof callKeyOf>[0]> = {}) =>
  callKeyOf({ code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false, ...held });

it('knows the call keys by their place on the keyboard', () => {
  const found = ['F2', 'F4', 'F6', 'F7', 'F8', 'F9', 'F10'].map((code) => press(code)?.do);
  expect(found).toEqual(['dial', 'hold', 'mute', 'transfer', 'keypad', 'hang-up', 'extend']);
  expect(press('Digit3', { altKey: true })).toEqual({ do: 'result', hotKey: 3 });
  expect(press('Numpad9', { altKey: true })).toEqual({ do: 'result', hotKey: 9 });
  expect(press('Enter', { ctrlKey: true })).toEqual({ do: 'save' });
});

it('does nothing for letters, digits, other modifiers and a key that is held down', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => press(`Key${letter}`));
  const digits = [...'0123456789'].map((digit) => press(`Digit${digit}`));
  expect([...letters, ...digits, press('Enter'), press('F3'), press('F5')].every((one) => one === undefined)).toBe(
    true,
  );
  expect(press('F9', { repeat: true })).toBeUndefined();
  expect(press('F9', { shiftKey: true })).toBeUndefined();
  expect(press('Digit1', { altKey: true, ctrlKey: true })).toBeUndefined();
});

it('hangs up at the second press within a second, and then begins anew', () => {
  const twice = new TwiceWithin(1_000);
  expect([0, 1_001, 2_001, 2_500, 2_900].map((at) => twice.press(at))).toEqual([false, false, true, false, true]);
});
