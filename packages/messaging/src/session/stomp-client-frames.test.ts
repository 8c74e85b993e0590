import { describe, expect, test } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestSession } from '../testing/test-session.ts';

/** STOMP 1.2, "Client Frames": each test begins with the key of the clause in packages/conformance/src/stomp-clauses.ts. */

const TOPIC = { destination: '/topic/a' };

function expectRefusal({ last, transport }: TestSession, code: string): void {
  expect(last).toMatchObject({ command: 'ERROR', headers: { code, 'receipt-id': 'r' } });
  expect(transport.closedBy).toBeDefined();
}

/** Two who are subscribed to the same, one of them sending. */
function connect(ack = 'auto') {
  const engine = new TestEngine();
  const [client, listener] = [engine.connect(), engine.connect({ name: 'bob' })];
  listener.send('SUBSCRIBE', { ...TOPIC, id: '1', ack });
  const heard = (): string[] => listener.transport.frames.map((frame) => textOf(frame));
  /** Sends so many and answers the `ack` headers under which they came. */
  function deliver(count: number): string[] {
    for (let n = 1; n <= count; n += 1) client.send('SEND', TOPIC, String(n));
    return listener.transport.frames.map(({ headers }) => headers.ack ?? '');
  }
  return { engine, client, listener, heard, deliver };
}

test('unknown-frame: a frame that is not in the list gets an ERROR, and a close', () => {
  const { client } = connect();
  client.send('SHOUT', { receipt: 'r' });
  expectRefusal(client, 'unknown_command');
});

describe('SEND', () => {
  test('send-destination: needs one', () => {
    const { client } = connect();
    client.send('SEND', { receipt: 'r' }, 'x');
    expectRefusal(client, 'missing_destination');
  });

  test('send-user-headers: all headers of the sender’s own reach the receiver', () => {
    const { client, listener } = connect();
    const own = { colour: 'red', 'x-y': '', empty: '', 'content-type': 'text/x', priority: '4', ':': '\n' };
    client.send('SEND', { ...TOPIC, ...own }, 'x');
    expect(listener.last?.headers).toMatchObject(own);
  });

  test('send-transaction: with one it waits for the COMMIT', () => {
    const { client, heard } = connect();
    client.send('BEGIN', { transaction: 't' });
    client.send('SEND', { ...TOPIC, transaction: 't' }, 'x');
    expect(heard()).toEqual([]);
    client.send('COMMIT', { transaction: 't' });
    expect(heard()).toEqual(['x']);
  });

  test('send-failed: what cannot be done gets an ERROR, and a close', () => {
    const { client } = connect();
    client.send('SEND', { destination: '/nowhere/a', receipt: 'r' }, 'x');
    expectRefusal(client, 'unknown_destination');
  });
});

describe('SUBSCRIBE', () => {
  test('subscribe-destination: needs one', () => {
    const { client } = connect();
    client.send('SUBSCRIBE', { id: '1', receipt: 'r' });
    expectRefusal(client, 'missing_destination');
  });

  test('subscribe-delivers: what is sent there from now on comes as MESSAGE', () => {
    const { client, listener, heard } = connect();
    client.send('SEND', TOPIC, 'x');
    expect([listener.commands, heard()]).toEqual([['MESSAGE'], ['x']]);
  });

  test('subscribe-failed: what cannot be done gets an ERROR, and a close', () => {
    const { client } = connect();
    client.send('SUBSCRIBE', { id: '1', destination: '/nowhere/a', receipt: 'r' });
    expectRefusal(client, 'unknown_destination');
  });

  test('subscribe-id: needs one', () => {
    const { client } = connect();
    client.send('SUBSCRIBE', { ...TOPIC, receipt: 'r' });
    expectRefusal(client, 'missing_id');
  });

  test('subscribe-unique-id: an id that is in use is refused in its own session only', () => {
    const { client, listener } = connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('SUBSCRIBE', { destination: '/topic/b', id: '1', receipt: 'r' });
    expectRefusal(client, 'duplicate_id');
    expect(listener.transport.closedBy).toBeUndefined();
  });

  test.each(['auto', 'client', 'client-individual'])('ack-modes: %s is one', (ack) => {
    const { client } = connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1', ack, receipt: 'r' });
    expect(client.commands).toEqual(['RECEIPT']);
  });

  test('ack-modes: any other is refused', () => {
    const { client } = connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1', ack: 'Client', receipt: 'r' });
    expectRefusal(client, 'invalid_ack');
  });

  test('ack-auto: is the default; nothing needs to be acknowledged', () => {
    const { listener, deliver } = connect();
    expect(deliver(3)).toEqual(['', '', '']);
    expect(listener.transport.closedBy).toBeUndefined();
  });

  test('ack-client-cumulative: ACK settles all that came before too', () => {
    const { listener, deliver } = connect('client');
    const [first = '', second = '', third = ''] = deliver(3);
    listener.send('ACK', { id: second, receipt: 'second' });
    listener.send('ACK', { id: third, receipt: 'third' });
    expect(listener.commands.slice(3)).toEqual(['RECEIPT', 'RECEIPT']);
    listener.send('ACK', { id: first, receipt: 'r' });
    expect(listener.last).toMatchObject({ command: 'ERROR', headers: { 'receipt-id': 'r' } });
  });

  test('ack-individual: ACK and NACK settle one message, and none before it', () => {
    const { listener, deliver } = connect('client-individual');
    const [first = '', second = '', third = ''] = deliver(3);
    listener.send('ACK', { id: third, receipt: 'third' });
    listener.send('NACK', { id: second, receipt: 'second' });
    listener.send('ACK', { id: first, receipt: 'first' });
    const receipts = listener.transport.frames.filter(({ command }) => command === 'RECEIPT');
    expect(receipts.map(({ headers }) => headers['receipt-id'])).toEqual(['third', 'second', 'first']);
  });
});

describe('UNSUBSCRIBE', () => {
  test('unsubscribe-ends: nothing comes any more from that subscription', () => {
    const { client, listener, heard } = connect();
    listener.send('SUBSCRIBE', { ...TOPIC, id: '2' });
    listener.send('UNSUBSCRIBE', { id: '1' });
    client.send('SEND', TOPIC, 'x');
    expect(heard()).toEqual(['x']);
    expect(listener.last?.headers.subscription).toBe('2');
  });

  test('unsubscribe-id: needs one', () => {
    const { client } = connect();
    client.send('UNSUBSCRIBE', { ...TOPIC, receipt: 'r' });
    expectRefusal(client, 'missing_id');
  });

  test('unsubscribe-existing: it must be that of an active subscription', () => {
    const { client } = connect();
    client.send('UNSUBSCRIBE', { id: '1', receipt: 'r' });
    expectRefusal(client, 'unknown_subscription');
  });
});

describe('ACK and NACK', () => {
  test.each([
    ['ack', 'ACK'],
    ['nack', 'NACK'],
  ])('ack-id: without an id, %s is refused', (_name, command) => {
    const { listener, deliver } = connect('client');
    deliver(1);
    listener.send(command, { 'message-id': listener.last?.headers['message-id'] ?? '', receipt: 'r' });
    expectRefusal(listener, 'missing_id');
  });

  test.each(['ACK', 'NACK'])('ack-id: %s with the ack header of the MESSAGE settles it', (command) => {
    const { listener, deliver } = connect('client');
    const [id = ''] = deliver(1);
    listener.send(command, { id, receipt: 'r' });
    expect(listener.last).toMatchObject({ command: 'RECEIPT', headers: { 'receipt-id': 'r' } });
  });

  test.each(['ACK', 'NACK'])('ack-unknown: %s of what was never delivered is refused', (command) => {
    const { listener, deliver } = connect('client');
    deliver(1);
    listener.send(command, { id: 'nobody’s', receipt: 'r' });
    expect(listener.last).toMatchObject({ command: 'ERROR', headers: { 'receipt-id': 'r' } });
  });

  test('ack-transaction: in a transaction they wait for the COMMIT, and ABORT forgets them', () => {
    const { listener, deliver } = connect('client');
    const [id = ''] = deliver(1);
    listener.send('BEGIN', { transaction: 't' });
    listener.send('ACK', { id, transaction: 't' });
    listener.send('ABORT', { transaction: 't' });
    listener.send('BEGIN', { transaction: 't' });
    listener.send('NACK', { id, transaction: 't' });
    listener.send('COMMIT', { transaction: 't', receipt: 'r' });
    expect(listener.last).toMatchObject({ command: 'RECEIPT', headers: { 'receipt-id': 'r' } });
  });
});

describe('transactions', () => {
  test.each(['BEGIN', 'COMMIT', 'ABORT'])('transaction-header: %s needs it', (command) => {
    const { client } = connect();
    client.send(command, { receipt: 'r' });
    expectRefusal(client, 'missing_transaction');
  });

  test('transaction-unique: ids must differ in a session; other sessions have their own', () => {
    const { client, listener } = connect();
    client.send('BEGIN', { transaction: 't' });
    listener.send('BEGIN', { transaction: 't', receipt: 'other' });
    expect(listener.commands).toEqual(['RECEIPT']);
    client.send('BEGIN', { transaction: 't', receipt: 'r' });
    expectRefusal(client, 'duplicate_transaction');
  });

  test('transaction-atomic: nothing of it takes effect before COMMIT, all of it then', () => {
    const { client, heard } = connect();
    client.send('BEGIN', { transaction: 't' });
    for (const body of ['1', '2', '3']) client.send('SEND', { ...TOPIC, transaction: 't' }, body);
    expect(heard()).toEqual([]);
    client.send('COMMIT', { transaction: 't' });
    expect(heard()).toEqual(['1', '2', '3']);
  });

  test.each(['DISCONNECT', 'the end of the connection'])('transaction-aborted: by %s', (end) => {
    const { client, heard } = connect();
    client.send('BEGIN', { transaction: 't' });
    client.send('SEND', { ...TOPIC, transaction: 't' }, 'x');
    if (end === 'DISCONNECT') client.send(end);
    else client.session.end();
    expect(heard()).toEqual([]);
  });

  test.each(['COMMIT', 'ABORT'])('transaction-existing: %s names one that is open', (command) => {
    const { client } = connect();
    client.send(command, { transaction: 't', receipt: 'r' });
    expectRefusal(client, 'unknown_transaction');
  });
});

describe('DISCONNECT', () => {
  test('disconnect-receipt: gets its RECEIPT when all before it is done, and then a close', () => {
    const { client, heard } = connect();
    client.send('SEND', TOPIC, 'x');
    client.send('DISCONNECT', { receipt: '77' });
    expect(heard()).toEqual(['x']);
    expect(client.last).toMatchObject({ command: 'RECEIPT', headers: { 'receipt-id': '77' } });
    expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.normal);
  });

  test('disconnect-last: what comes behind it is not looked at', () => {
    const { client, heard } = connect();
    client.write('DISCONNECT\nreceipt:77\n\n\0SEND\ndestination:/topic/a\nreceipt:78\n\nx\0');
    client.send('SEND', { ...TOPIC, receipt: '79' }, 'y');
    expect([heard(), client.commands]).toEqual([[], ['RECEIPT']]);
  });
});
