import { describe, expect, test } from 'vitest';
import { createScannerKeys } from './scanner-keys.ts';
import type { HeardKey, PressedKey } from './scanner-keys.ts';

/** Presses keys one after the other, `gapMs` apart, and gives what came of the last. */
function press(keys: readonly Omit<PressedKey, 'atMs'>[], gapMs: number): HeardKey[] {
  const hear = createScannerKeys();
  return keys.map((key, index) => hear({ ...key, atMs: 1000 + index * gapMs }));
}
const plain = (text: string) => Array.from(text, (key) => ({ key, code: '' }));
const masked = (codes: readonly string[]) => codes.map((code) => ({ key: 'Process', code }));
const enter = { key: 'Enter', code: 'Enter' };
const shift = { key: 'Shift', code: 'ShiftLeft' };

describe('what is typed', () => {
  test('is a code when it comes as fast as scanners type, and ends with Enter', () => {
    expect(press([...plain('C1ABC234'), enter], 12).at(-1)).toEqual({ name: 'code', text: 'C1ABC234' });
  });

  test('is a code, too, of a scanner that ends with Tab or presses Shift for each capital', () => {
    const keys = plain('C1ABC234').flatMap((key) => [shift, key]);
    expect(press([...keys, { key: 'Tab', code: 'Tab' }], 12).at(-1)).toEqual({
      name: 'code',
      text: 'C1ABC234',
    });
  });

  test('is somebody’s typing when it comes as fast as fingers, whatever it is', () => {
    expect(press([...plain('C1ABC234'), enter], 120).map(({ name }) => name)).toEqual(
      Array<string>(9).fill('typing'),
    );
  });

  test('is a part of a code from its second key on, so that no shortcut takes it', () => {
    expect(press(plain('C1RT'), 12).map(({ name }) => name)).toEqual(['typing', 'part', 'part', 'part']);
  });

  test('is no code when it is as short as keys that slipped', () => {
    expect(press([...plain('ab'), enter], 12).at(-1)).toEqual({ name: 'typing' });
  });

  test('begins anew after a pause, and after a key that types nothing', () => {
    const hear = createScannerKeys();
    let atMs = 0;
    const after = (gapMs: number, key: string) => hear({ key, code: '', atMs: (atMs += gapMs) });
    for (const key of 'garbage') after(10, key);
    for (const key of 'C1ABDE') after(key === 'C' ? 500 : 10, key);
    expect(after(10, 'Enter')).toEqual({ name: 'code', text: 'C1ABDE' });
    after(10, 'x');
    after(10, 'ArrowLeft');
    for (const key of 'C1ABDE') after(10, key);
    expect(after(10, 'Enter')).toEqual({ name: 'code', text: 'C1ABDE' });
  });

  test('is read by its keys where a Chinese input method hides what they type', () => {
    const keys = masked(['KeyC', 'Digit1', 'KeyA', 'Numpad7', 'KeyZ', 'Digit0', 'Enter']);
    expect(press(keys, 12).at(-1)).toEqual({ name: 'code', text: 'C1A7Z0' });
  });
});
