import { describe, expect, test } from 'vitest';
import { checkOpeningHandshake, openingAnswer } from './opening-handshake.ts';

/** The request of RFC 6455 §1.3, changed as a test wants it. */
function request(
  changes: { method?: string; httpVersionMinor?: number; headers?: Record<string, string> } = {},
) {
  const { headers, ...line } = changes;
  return {
    method: 'GET',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    ...line,
    headers: {
      host: 'server.example.com',
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-version': '13',
      ...headers,
    },
  };
}

describe('an opening handshake (RFC 6455 §4.2.1)', () => {
  test('is good as the RFC gives it', () => {
    expect(() => checkOpeningHandshake(request())).not.toThrow();
  });

  test('may name the protocol in any case, among others', () => {
    expect(() => checkOpeningHandshake(request({ headers: { upgrade: 'h2c, WebSocket' } }))).not.toThrow();
  });

  test.each([
    ['another method', request({ method: 'POST' })],
    ['HTTP/1.0', request({ httpVersionMinor: 0 })],
    ['another protocol', request({ headers: { upgrade: 'h2c' } })],
    ['a key of 15 bytes', request({ headers: { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25j' } })],
    ['a key that is no base64', request({ headers: { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25j*Q==' } })],
    ['no key', request({ headers: { 'sec-websocket-key': '' } })],
  ])('is refused with %s', (_title, bad) => {
    expect(() => checkOpeningHandshake(bad)).toThrow(expect.objectContaining({ code: 'invalid_handshake' }));
  });

  test.each(['8', '7', '14', '013', ''])('is refused with version %j', (version) => {
    const bad = request({ headers: { 'sec-websocket-version': version } });
    expect(() => checkOpeningHandshake(bad)).toThrow(
      expect.objectContaining({ code: 'unsupported_websocket_version' }),
    );
  });
});

describe('its answer (§4.2.2)', () => {
  test('shows that the key was understood', () => {
    expect(openingAnswer(request(), { subprotocol: undefined, extensions: undefined })).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    );
  });

  test('names what was agreed on', () => {
    const answer = openingAnswer(request(), { subprotocol: 'v12.stomp', extensions: 'permessage-deflate' });
    expect(answer).toContain('\r\nSec-WebSocket-Protocol: v12.stomp\r\n');
    expect(answer).toContain('\r\nSec-WebSocket-Extensions: permessage-deflate\r\n');
  });
});
