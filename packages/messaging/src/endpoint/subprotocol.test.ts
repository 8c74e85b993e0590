import { expect, test } from 'vitest';
import { chooseSubprotocol, readSubprotocols } from './subprotocol.ts';

test.each([
  ['v10.stomp, v11.stomp, v12.stomp', 'v12.stomp'],
  ['v10.stomp', 'v10.stomp'],
  ['chat,v11.stomp', 'v11.stomp'],
  ['chat', undefined],
  ['', undefined],
])('of %j the best is %s', (header, best) => {
  expect(chooseSubprotocol(readSubprotocols(header))).toBe(best);
});
