import { expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';

const HANDSHAKE_USER = { name: 'ann', expiresInMs: 1_000 };

test('a login that CONNECT replaces does not end the session when its own time is over', () => {
  const engine = new TestEngine({ authenticateConnect: () => ({ name: 'ann', expiresInMs: 10_000 }) });
  const client = engine.connect(HANDSHAKE_USER);
  engine.advance(5_000);
  expect(client.transport.closedBy).toBeUndefined();
  engine.advance(5_100);
  expect(client.last?.headers.code).toBe('session_expired');
});

test('a login that CONNECT keeps ends the session when its time is over', () => {
  const engine = new TestEngine({ authenticateConnect: (_headers, { handshakeUser }) => handshakeUser });
  const client = engine.connect(HANDSHAKE_USER);
  engine.advance(1_100);
  expect(client.last?.headers.code).toBe('session_expired');
});
