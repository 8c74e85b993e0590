import { expect, test } from 'vitest';
import { mergeMessages } from './merge-messages.ts';
import type { ConversationMessage } from './types.ts';

const message = (id: number): ConversationMessage => ({
  ...{ id, orderId: 7, from: 'buyer', author: null, text: `${id}` },
  ...{ at: '2026-11-21T04:00:00.000Z', key: `k${id}` },
});
const idsOf = (messages: readonly ConversationMessage[]) => messages.map(({ id }) => id);

test('what was read and what was heard is one list, in order, each message once', () => {
  expect(idsOf(mergeMessages([message(3), message(4)], [message(1), message(3), message(2)]))).toEqual([
    1, 2, 3, 4,
  ]);
});

test('what is known already changes nothing', () => {
  const known = [message(1), message(2)];
  expect(mergeMessages(known, [message(2)])).toBe(known);
});
