import { describe, expect, test } from 'vitest';
import { readPresenceRow, sessionRow, subscriptionRow } from './presence-rows.ts';

const SESSION = {
  userName: 'ann "中"',
  login: undefined,
  endpoint: '/ws',
  transport: 'websocket',
  connectedAtMs: 1_700_000_000_000,
};

describe('a row of presence', () => {
  test.each([SESSION, { ...SESSION, userName: undefined, login: 'l-1' }, undefined])(
    'about a session says %o',
    (session) => {
      expect(readPresenceRow(sessionRow('s1', session))).toEqual({ sessionId: 's1', session });
    },
  );

  test.each(['/user/queue/chat', undefined])('about a subscription says %s', (destination) => {
    const row = subscriptionRow('s1', 'a"\n', destination);
    expect(readPresenceRow(row)).toEqual({ sessionId: 's1', subscriptionId: 'a"\n', destination });
  });

  test.each([
    ['no JSON', 'x', '1'],
    ['no list', '{}', '1'],
    ['no text', '[1]', '1'],
    ['too many names', '["a","b","c"]', '1'],
    ['a session without endpoint', '["a"]', '[null,null]'],
    ['a session whose name is a number', '["a"]', '[1,null,"/ws","websocket",1]'],
    ['a session that is no JSON', '["a"]', '['],
  ])('is not %s', (_title, key, value) => {
    expect(readPresenceRow([key, value])).toBeUndefined();
  });
});
