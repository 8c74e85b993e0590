import { expect, test } from 'vitest';
import { MAX_MESSAGE_LENGTH } from './conversation-limits.ts';
import { fewCharactersLeft, isEnterToSend, textToSend } from './message-draft.ts';

test.each([
  ['', undefined],
  [' \n\t', undefined],
  ['  少放辣\n谢谢 ', '少放辣\n谢谢'],
])('of the draft %j is sent %j', (draft, text) => {
  expect(textToSend(draft)).toBe(text);
});

test('the end of the room is told of when it is near', () => {
  expect(fewCharactersLeft('')).toBeUndefined();
  expect(fewCharactersLeft('x'.repeat(MAX_MESSAGE_LENGTH - 51))).toBeUndefined();
  expect(fewCharactersLeft('x'.repeat(MAX_MESSAGE_LENGTH - 50))).toBe(50);
  expect(fewCharactersLeft('x'.repeat(MAX_MESSAGE_LENGTH))).toBe(0);
});

test('Enter sends, but for a new line, or while characters are being chosen', () => {
  expect(isEnterToSend({ isComposing: false, shiftKey: false })).toBe(true);
  expect(isEnterToSend({ isComposing: true, shiftKey: false })).toBe(false);
  expect(isEnterToSend({ isComposing: false, shiftKey: true })).toBe(false);
});
