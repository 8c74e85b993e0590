import { expect, test } from 'vitest';
import { CONVERSATION_CLOSES_AFTER_MS, conversationState } from './conversation-limits.ts';
import type { OrderStatus } from './types.ts';

const COMPLETED_AT = '2026-11-21T04:00:00.000Z';

function stateOf(status: OrderStatus, afterMs = 0) {
  const timeline = status === 'completed' ? [{ status, at: COMPLETED_AT, by: '小周' }] : [];
  return conversationState({ status, timeline }, Date.parse(COMPLETED_AT) + afterMs);
}

test('a conversation waits for the payment, and is open from then on', () => {
  expect(stateOf('pending_payment')).toBe('unpaid');
  expect(stateOf('paid')).toBe('open');
  expect(stateOf('accepted')).toBe('open');
});

test('a conversation closes a while after the order is completed', () => {
  expect(stateOf('completed', CONVERSATION_CLOSES_AFTER_MS - 1)).toBe('open');
  expect(stateOf('completed', CONVERSATION_CLOSES_AFTER_MS)).toBe('closed');
});
