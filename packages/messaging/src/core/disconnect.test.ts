import { describe, expect, test } from 'vitest';
import { checkDisconnectReason, DISCONNECT_REASONS } from './disconnect.ts';

describe('the disconnect reasons', () => {
  const reasons = Object.values(DISCONNECT_REASONS);

  test('have each its own code and its own word', () => {
    expect(new Set(reasons.map(({ code }) => code)).size).toBe(reasons.length);
    expect(new Set(reasons.map(({ reason }) => reason)).size).toBe(reasons.length);
  });

  test.each(reasons)('keep $code $reason in the range that says whether to reconnect', (reason) => {
    expect(() => checkDisconnectReason(reason)).not.toThrow();
    if (reason.code >= 3000) expect(reason.reconnect).toBe(reason.code < 3500);
  });
});

describe('a reason of the application', () => {
  test('may use a free code of the right range', () => {
    expect(() =>
      checkDisconnectReason({ code: 3900, reason: 'shop_closed', reconnect: false }),
    ).not.toThrow();
  });

  test.each([
    { code: 3900, reason: 'x', reconnect: true },
    { code: 3100, reason: 'x', reconnect: false },
    { code: 1006, reason: 'x', reconnect: true },
    { code: 3900, reason: '长'.repeat(42), reconnect: false },
  ])('may not be $code with reconnect $reconnect, or longer than a close frame', (reason) => {
    expect(() => checkDisconnectReason(reason)).toThrow(RangeError);
  });
});
