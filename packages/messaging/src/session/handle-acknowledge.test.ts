import { describe, expect, test, vi } from 'vitest';
import type { StompVersion } from '@carillon/stomp';
import { TestEngine } from '../testing/test-session.ts';

function connect(version: StompVersion) {
  const engine = new TestEngine();
  const acknowledge = vi.spyOn(engine.parts.broker, 'acknowledge').mockReturnValue(undefined);
  return { client: engine.connect(undefined, version), acknowledge };
}

describe('ACK and NACK', () => {
  test.each([
    ['1.2', 'ACK', { id: 'a1' }, { id: 'a1', subscription: undefined }],
    ['1.2', 'NACK', { id: 'a1' }, { id: 'a1', subscription: undefined }],
    ['1.1', 'ACK', { 'message-id': 'm1', subscription: 's' }, { id: 'm1', subscription: 's' }],
    ['1.1', 'NACK', { 'message-id': 'm1', subscription: 's' }, { id: 'm1', subscription: 's' }],
    ['1.0', 'ACK', { 'message-id': 'm1' }, { id: 'm1', subscription: undefined }],
  ] as const)('of STOMP %s: %s with %o names %o', (version, command, headers, named) => {
    const { client, acknowledge } = connect(version);
    client.send(command, { ...headers, receipt: 'r' });
    expect(acknowledge).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ command, ...named }),
      client.session,
      true,
    );
    expect(client.commands).toEqual(['RECEIPT']);
  });

  test.each([
    ['1.2', 'ACK', { 'message-id': 'm1', subscription: 's' }, 'missing_id'],
    ['1.1', 'NACK', { id: 'm1', subscription: 's' }, 'missing_message_id'],
    ['1.1', 'ACK', { 'message-id': 'm1' }, 'missing_subscription'],
    ['1.0', 'ACK', { id: 'm1' }, 'missing_message_id'],
    ['1.0', 'NACK', { 'message-id': 'm1' }, 'unknown_command'],
  ] as const)('of STOMP %s: %s with %o is refused: %s', (version, command, headers, code) => {
    const { client, acknowledge } = connect(version);
    client.send(command, { ...headers });
    expect(client.last?.headers.code).toBe(code);
    expect(acknowledge).not.toHaveBeenCalled();
  });

  test('get their RECEIPT when the broker has taken them', async () => {
    const { client, acknowledge } = connect('1.2');
    const taken = Promise.withResolvers<undefined>();
    acknowledge.mockReturnValue(taken.promise);
    client.send('ACK', { id: '1', receipt: 'r' });
    expect(client.commands).toEqual([]);
    taken.resolve(undefined);
    await expect.poll(() => client.commands).toEqual(['RECEIPT']);
  });
});

test.each([
  [undefined, 'auto'],
  ['auto', 'auto'],
  ['client', 'client'],
  ['client-individual', 'client-individual'],
])('SUBSCRIBE with ack:%s asks the broker for %s', (ack, ackMode) => {
  const engine = new TestEngine();
  const subscription = { receiptHeaders: {}, start: () => undefined, cancel: () => undefined };
  const subscribe = vi.spyOn(engine.parts.broker, 'subscribe').mockReturnValue(subscription);
  engine
    .connect()
    .send('SUBSCRIBE', { destination: '/topic/a', id: '1', ...(ack === undefined ? {} : { ack }) });
  expect(subscribe).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ ackMode }));
});
