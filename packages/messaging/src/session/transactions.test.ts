import { describe, expect, test, vi } from 'vitest';
import type { Operation } from '../core/broker.ts';
import { withDefaults } from '../core/limits.ts';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestEngineOptions } from '../testing/test-session.ts';

const TOPIC = { destination: '/topic/a' };
const IN_T = { ...TOPIC, transaction: 't' };

function connect(options: TestEngineOptions = {}) {
  const engine = new TestEngine(options);
  const [client, listener] = [engine.connect(), engine.connect({ name: 'bob' })];
  listener.send('SUBSCRIBE', { ...TOPIC, id: '1' });
  const heard = (): string[] => listener.transport.frames.map((frame) => textOf(frame));
  const committed = vi.spyOn(engine.parts.broker, 'commit');
  const acknowledged = vi.spyOn(engine.parts.broker, 'acknowledge').mockReturnValue(undefined);
  return { engine, client, heard, committed, acknowledged };
}

describe('a transaction', () => {
  test('holds what is sent in it back until COMMIT, and then sends it in its order', () => {
    const { client, heard } = connect();
    client.send('BEGIN', { transaction: 't', receipt: 'begin' });
    client.send('SEND', { ...IN_T, receipt: 'first' }, 'first');
    client.send('SEND', TOPIC, 'outside');
    client.send('SEND', IN_T, 'second');
    expect(heard()).toEqual(['outside']);
    client.send('COMMIT', { transaction: 't', receipt: 'commit' });
    expect(heard()).toEqual(['outside', 'first', 'second']);
    const receipts = client.transport.frames.map(({ headers }) => headers['receipt-id']);
    expect(receipts).toEqual(['begin', 'first', 'commit']);
  });

  test('shows subscribers nothing of itself', () => {
    const { client, engine } = connect();
    const witness = engine.connect();
    witness.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('BEGIN', { transaction: 't' });
    client.send('SEND', { ...IN_T, colour: 'red', receipt: 'r' }, 'x');
    client.send('COMMIT', { transaction: 't' });
    expect(witness.last?.headers).toMatchObject({ colour: 'red' });
    expect(witness.last?.headers).not.toHaveProperty('transaction');
    expect(witness.last?.headers).not.toHaveProperty('receipt');
  });

  test('keeps the bytes that were sent, though whoever read them reads into the same memory again', () => {
    const { client, heard } = connect();
    client.send('BEGIN', { transaction: 't' });
    const chunk = Buffer.from('SEND\ndestination:/topic/a\ntransaction:t\n\nkept\0');
    client.session.receive(chunk);
    chunk.fill(0);
    client.send('COMMIT', { transaction: 't' });
    expect(heard()).toEqual(['kept']);
  });

  test('hands acknowledgements and messages to the broker as one, in their order', () => {
    const { client, committed, acknowledged } = connect();
    client.send('BEGIN', { transaction: 't' });
    client.send('ACK', { id: 'a', transaction: 't' });
    client.send('SEND', IN_T, 'x');
    client.send('NACK', { id: 'b', transaction: 't' });
    expect(acknowledged).not.toHaveBeenCalled();
    committed.mockReturnValue(undefined);
    client.send('COMMIT', { transaction: 't', receipt: 'r' });
    expect(committed).toHaveBeenCalledExactlyOnceWith(
      [
        { acknowledgement: expect.objectContaining({ command: 'ACK', id: 'a' }) as unknown },
        { message: expect.objectContaining({ destination: '/topic/a' }) as unknown },
        { acknowledgement: expect.objectContaining({ command: 'NACK', id: 'b' }) as unknown },
      ] as Operation[],
      client.session,
      true,
    );
  });

  test('gets the RECEIPT of its COMMIT when the broker has carried it out', async () => {
    const { client, committed } = connect();
    const carriedOut = Promise.withResolvers<undefined>();
    committed.mockReturnValue(carriedOut.promise);
    client.send('BEGIN', { transaction: 't' });
    client.send('COMMIT', { transaction: 't', receipt: 'commit' });
    client.send('SEND', { ...TOPIC, receipt: 'behind' });
    expect(client.commands).toEqual([]);
    carriedOut.resolve(undefined);
    await expect.poll(() => client.commands).toEqual(['RECEIPT', 'RECEIPT']);
  });

  test('is forgotten by ABORT, and its id may be used again', () => {
    const { client, heard } = connect();
    client.send('BEGIN', { transaction: 't' });
    client.send('SEND', IN_T, 'never');
    client.send('ABORT', { transaction: 't', receipt: 'abort' });
    client.send('BEGIN', { transaction: 't' });
    client.send('SEND', IN_T, 'heard');
    client.send('COMMIT', { transaction: 't' });
    expect(heard()).toEqual(['heard']);
    expect(client.commands).toEqual(['RECEIPT']);
  });

  test.each(['DISCONNECT', 'a lost socket', 'a breach'])('is aborted by %s', (end) => {
    const { client, heard, committed } = connect();
    client.send('BEGIN', { transaction: 't' });
    client.send('SEND', IN_T, 'never');
    if (end === 'a lost socket') client.session.end();
    else client.send(end === 'DISCONNECT' ? end : 'NONSENSE');
    expect(heard()).toEqual([]);
    expect(committed).not.toHaveBeenCalled();
  });

  test('does not hold SUBSCRIBE and UNSUBSCRIBE', () => {
    const { client } = connect();
    client.send('BEGIN', { transaction: 't' });
    client.send('SUBSCRIBE', { ...IN_T, id: '1', receipt: 'r' });
    client.send('SEND', TOPIC, 'x');
    client.send('UNSUBSCRIBE', { id: '1', transaction: 't' });
    client.send('SEND', TOPIC, 'y');
    expect(client.commands).toEqual(['RECEIPT', 'MESSAGE']);
  });

  test('asks for permission when a message comes, not when it is sent on', () => {
    const { client } = connect({ authorize: ({ command }) => command === 'SUBSCRIBE' });
    client.send('BEGIN', { transaction: 't' });
    client.send('SEND', { ...IN_T, receipt: 'r' });
    expect(client.last?.headers).toMatchObject({ code: 'forbidden', 'receipt-id': 'r' });
  });
});

describe('a breach', () => {
  test.each([
    ['BEGIN of an open transaction', 'duplicate_transaction', 'BEGIN', { transaction: 't' }],
    ['COMMIT of none', 'unknown_transaction', 'COMMIT', { transaction: 'u' }],
    ['ABORT of none', 'unknown_transaction', 'ABORT', { transaction: 'u' }],
    ['SEND in none', 'unknown_transaction', 'SEND', { ...TOPIC, transaction: 'u' }],
    ['ACK in none', 'unknown_transaction', 'ACK', { id: '1', transaction: 'u' }],
    ['NACK in none', 'unknown_transaction', 'NACK', { id: '1', transaction: 'u' }],
  ])('by %s gets the ERROR %s, and the session ends', (_title, code, command, headers) => {
    const { client } = connect();
    client.send('BEGIN', { transaction: 't' });
    client.send(command, { ...headers, receipt: 'r' });
    expect(client.last?.headers).toMatchObject({ code, 'receipt-id': 'r' });
    expect(client.transport.closedBy).toBeDefined();
  });
});

describe('a session that hoards', () => {
  test('transactions is sent away at the limit', () => {
    const { client } = connect({ limits: { maxTransactionsPerSession: 2 } });
    for (const transaction of ['1', '2', '3']) client.send('BEGIN', { transaction });
    expect(client.last?.headers.code).toBe('too_many_transactions');
  });

  test.each([
    ['frames', { maxTransactionFrames: 3 }, ''],
    ['bytes', { maxTransactionBytesPerSession: 4_500 }, 'x'.repeat(1_000)],
    ['empty messages', { maxTransactionBytesPerSession: 1_000 }, ''],
  ])('%s in one transaction is sent away at the limit', (_what, limits, body) => {
    const { client, heard } = connect({ limits });
    client.send('BEGIN', { transaction: 't' });
    for (let n = 0; n < 4; n += 1) client.send('SEND', IN_T, body);
    expect(client.last?.headers.code).toBe('transaction_too_large');
    expect(heard()).toEqual([]);
  });

  // Once each of 16 transactions had room of its own: 16 MB a session, for ever. Now they share it, and it is
  // given back by COMMIT and ABORT.
  test('bytes in all its transactions together is sent away at the limit', () => {
    const { client } = connect({ limits: { maxTransactionBytesPerSession: 3_000 } });
    for (const end of ['COMMIT', 'ABORT']) {
      client.send('BEGIN', { transaction: 't' });
      client.send('SEND', IN_T, 'x'.repeat(2_000));
      client.send(end, { transaction: 't' });
    }
    for (const transaction of ['t', 'u']) {
      expect(client.commands).toEqual([]);
      client.send('BEGIN', { transaction });
      client.send('SEND', { ...TOPIC, transaction }, 'x'.repeat(2_000));
    }
    expect(client.last?.headers.code).toBe('transaction_too_large');
  });

  test('a transaction for too long is sent away', () => {
    const { client, engine } = connect({ limits: { transactionTimeLimitMs: 5_000 } });
    for (const end of ['COMMIT', 'ABORT']) {
      client.send('BEGIN', { transaction: 't' });
      engine.advance(4_900);
      client.send(end, { transaction: 't' });
    }
    client.send('BEGIN', { transaction: 't' });
    engine.advance(4_900);
    expect(client.commands).toEqual([]);
    engine.advance(1_200);
    expect(client.last?.headers).toMatchObject({
      code: 'transaction_timeout',
      message: expect.any(String) as unknown,
    });
  });
});

// Once a client that filled its transactions first and committed them in one write sent a multiple of the send
// buffer to subscribers within one turn, who were cut off though they read. Now all it can prepare fits into it.
test('what a session can prepare is much less than what may wait for a subscriber', () => {
  const { maxTransactionBytesPerSession, sendBufferLimitBytes } = withDefaults();
  const { client, engine } = connect();
  const reader = engine.connect();
  reader.send('SUBSCRIBE', { ...TOPIC, id: '1' });
  const bodyBytes = 1_000;
  const messages = Math.floor(maxTransactionBytesPerSession / (bodyBytes + 512));
  for (let n = 0; n < messages; n += 1) {
    const transaction = String(n % 10);
    if (n < 10) client.send('BEGIN', { transaction });
    client.send('SEND', { ...TOPIC, transaction }, 'x'.repeat(bodyBytes));
  }
  for (let transaction = 0; transaction < 10; transaction += 1)
    client.send('COMMIT', { transaction: String(transaction) });
  expect(reader.transport.frames.filter(({ command }) => command === 'MESSAGE')).toHaveLength(messages);
  expect(reader.transport.wire.length).toBeLessThan(maxTransactionBytesPerSession);
  expect(maxTransactionBytesPerSession).toBeLessThanOrEqual(sendBufferLimitBytes / 2);
});
