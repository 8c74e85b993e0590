import { expect, test } from 'vitest';
import { createFakeMemory } from '../../testing/fake-memory.ts';
import { QUICK_REPLIES_MAX, createQuickReplies } from './quick-replies.ts';

test('are the usual ones until somebody changes them, and again when they are given back', () => {
  const memory = createFakeMemory();
  const replies = createQuickReplies(memory);
  expect(replies.own.value).toBeUndefined();
  replies.keep(['马上', ' 马上 ', '', '没有了']);
  expect(replies.own.value).toEqual(['马上', '没有了']);
  expect(createQuickReplies(memory).own.value).toEqual(['马上', '没有了']);
  replies.keep(undefined);
  expect(createQuickReplies(memory).own.value).toBeUndefined();
});

test('are no more than fit on a screen', () => {
  const replies = createQuickReplies(createFakeMemory());
  replies.keep(Array.from({ length: 40 }, (_, index) => `${index}`));
  expect(replies.own.value).toHaveLength(QUICK_REPLIES_MAX);
});

test.each(['not json', '7', '{}', '[1]'])('forget what they cannot read: %s', (kept) => {
  const own = createQuickReplies(createFakeMemory({ 'quick-replies': kept })).own.value;
  expect(own ?? []).toEqual([]);
});
