import { describe, expect, test } from 'vitest';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestEngineOptions } from '../testing/test-session.ts';

/** STOMP 1.2, "Server Frames": each test begins with the key of the clause in packages/conformance/src/stomp-clauses.ts. */

const TOPIC = { destination: '/topic/a' };

function connect(options: TestEngineOptions = {}) {
  const engine = new TestEngine(options);
  return { engine, client: engine.connect() };
}

describe('MESSAGE', () => {
  test('message-destination: has the destination of the SEND', () => {
    const { client } = connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('SEND', TOPIC, 'x');
    expect(client.last?.headers.destination).toBe('/topic/a');
  });

  test('message-id: has an id, each message another', () => {
    const { client } = connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    for (let n = 0; n < 100; n += 1) client.send('SEND', TOPIC);
    const ids = client.transport.frames.map(({ headers }) => headers['message-id']);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(100);
  });

  test('message-subscription: names the subscription for which it comes', () => {
    const { client } = connect();
    for (const id of ['a', 'b:c']) client.send('SUBSCRIBE', { ...TOPIC, id });
    client.send('SEND', TOPIC);
    expect(client.transport.frames.map(({ headers }) => headers.subscription)).toEqual(['a', 'b:c']);
  });

  test.each(['client', 'client-individual'])('message-ack: has an ack header where ack:%s', (ack) => {
    const { client } = connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1', ack });
    client.send('SUBSCRIBE', { ...TOPIC, id: '2' });
    client.send('SEND', TOPIC);
    const bySubscription = client.transport.frames.map(({ headers }) => [
      headers.subscription,
      'ack' in headers,
    ]);
    expect(Object.fromEntries(bySubscription)).toEqual({ 1: true, 2: false });
  });

  test('message-body: has the body of the SEND, whatever its bytes', () => {
    const { client } = connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.session.receive(
      Buffer.from('SEND\ndestination:/topic/a\ncontent-length:4\n\n\0\xff\n\r\0', 'latin1'),
    );
    expect([...(client.last?.body ?? [])]).toEqual([0, 255, 10, 13]);
  });
});

describe('RECEIPT', () => {
  test('receipt-id: repeats the receipt header, whatever is in it', () => {
    const { client } = connect();
    client.send('SEND', { ...TOPIC, receipt: ' a:b\n\\c 收 ' });
    expect(client.last).toMatchObject({ command: 'RECEIPT', headers: { 'receipt-id': ' a:b\n\\c 收 ' } });
    expect(client.last?.body).toHaveLength(0);
  });

  test('receipt-when-done: comes when the frame was processed, and not before those before it', async () => {
    const answers: ((isAllowed: boolean) => void)[] = [];
    const { client } = connect({ authorize: () => new Promise((resolve) => answers.push(resolve)) });
    client.send('SEND', { ...TOPIC, receipt: '1' });
    client.send('BEGIN', { transaction: 't', receipt: '2' });
    expect(client.commands).toEqual([]);
    answers[0]?.(true);
    await expect
      .poll(() => client.transport.frames.map(({ headers }) => headers['receipt-id']))
      .toEqual(['1', '2']);
  });

  test('receipt-not-after-error: a frame that failed gets no RECEIPT', () => {
    const { client } = connect();
    client.send('SEND', { destination: '/nowhere/a', receipt: 'r' });
    expect(client.commands).toEqual(['ERROR']);
  });
});

describe('ERROR', () => {
  test('error-then-close: is the last frame', () => {
    const { client } = connect();
    client.write('NONSENSE\n\n\0SEND\ndestination:/topic/a\nreceipt:r\n\n\0');
    expect(client.commands).toEqual(['ERROR']);
    expect(client.transport.closedBy).toBeDefined();
  });

  test('error-message: has a short description, and the same as text', () => {
    const { client } = connect();
    client.send('NONSENSE');
    expect(client.last?.headers.message).toMatch(/no such client command/);
    expect(textOf(client.last as never)).toContain(client.last?.headers.message);
  });

  test('error-receipt-id: names the receipt of the frame that caused it', () => {
    const { client } = connect();
    client.send('SEND', { receipt: 'a:b' });
    expect(client.last?.headers['receipt-id']).toBe('a:b');
  });

  test('error-body-described: says how long its body is, and of which type', () => {
    const { client } = connect();
    client.send('NONSENSE');
    expect(client.last?.headers).toMatchObject({
      'content-length': String(client.last?.body.length),
      'content-type': 'text/plain;charset=utf-8',
    });
  });
});

test('disconnected-processed: what was received before the connection broke is still processed', async () => {
  const { engine, client } = connect({ inbound: [{ beforeSend: (frame) => Promise.resolve(frame) }] });
  await expect.poll(() => client.commands).toEqual(['CONNECTED']);
  const listener = engine.connect();
  listener.send('SUBSCRIBE', { ...TOPIC, id: '1', receipt: 'r' });
  await expect.poll(() => listener.last?.command).toBe('RECEIPT');
  for (const body of ['1', '2', '3']) client.send('SEND', TOPIC, body);
  client.session.end();
  await expect.poll(() => listener.transport.frames.slice(-3).map(textOf)).toEqual(['1', '2', '3']);
});
