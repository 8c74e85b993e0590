import { MessagingError } from '@carillon/messaging';
import type { MessagingErrorCode } from '@carillon/messaging';
import { describe, expect, test } from 'vitest';
import { REFUSAL_CODES } from './line-loss.ts';
import { inShort } from './testing/fake-server.ts';
import { createTestClient, follow } from './testing/test-client.ts';
import type { TestClient } from './testing/test-client.ts';

const RING = '/topic/shops/7/orders';

async function online(after?: number, seq = after ?? 0) {
  const all = createTestClient();
  const following = follow(all, RING, after);
  all.client.connect();
  await all.server.socket.accept();
  all.server.socket.confirm(RING, { seq: String(seq), oldest: '1', recovered: 'true' });
  return { ...all, ...following };
}

async function comeBack({ server, clock }: TestClient): Promise<void> {
  clock.advance(500);
  await server.socket.accept();
}

describe('a subscription', () => {
  test('asks for what comes after the number given', async () => {
    const { server } = await online(4);
    expect(inShort(server.socket.subscribeTo(RING))).toEqual({
      command: 'SUBSCRIBE',
      id: 'sub-1',
      receipt: 'sub-1',
      destination: RING,
      after: '4',
    });
  });

  test('names the journal that its number is of, when it comes back and the server named it', async () => {
    const all = createTestClient();
    follow(all, RING, 4);
    all.client.connect();
    await all.server.socket.accept();
    expect(all.server.socket.subscribeTo(RING).headers).not.toHaveProperty('epoch');
    all.server.socket.confirm(RING, { seq: '4', oldest: '1', recovered: 'true', epoch: 'e1' });
    all.server.socket.drop();
    await comeBack(all);
    expect(all.server.socket.subscribeTo(RING).headers).toMatchObject({ after: '4', epoch: 'e1' });
  });

  test('asks for nothing past where none is given', async () => {
    const { server } = await online();
    expect(server.socket.subscribeTo(RING).headers).not.toHaveProperty('after');
  });

  test('is made at once while the line stands', async () => {
    const all = await online();
    follow(all, '/topic/b');
    expect(all.server.socket.subscribeTo('/topic/b')).toBeDefined();
    expect(all.client.state).toEqual({ name: 'online' });
  });

  test('hands out messages with headers, text and JSON', async () => {
    const { client, server } = await online();
    const seen: unknown[] = [];
    client.subscribe('/topic/b', {
      onMessage: (message) => seen.push([message.headers['content-type'], message.text(), message.json()]),
    });
    const id = server.socket.subscribeTo('/topic/b').headers.id ?? '';
    const headers = { subscription: id, 'content-type': 'application/json' };
    server.socket.reply({ command: 'MESSAGE', headers, body: '{"名":1}' });
    expect(seen).toEqual([['application/json', '{"名":1}', { 名: 1 }]]);
  });

  test('tells the last number', async () => {
    const { server, subscription } = await online(4, 4);
    server.socket.deliver(RING, 5);
    expect(subscription.lastSeq).toBe(5);
  });

  test('ends with UNSUBSCRIBE, and hears no more', async () => {
    const { server, subscription, seqs } = await online(4, 4);
    const { id } = server.socket.subscribeTo(RING).headers;
    subscription.unsubscribe();
    subscription.unsubscribe();
    expect(server.socket.sent('UNSUBSCRIBE').map(inShort)).toEqual([{ command: 'UNSUBSCRIBE', id }]);
    server.socket.deliver(RING, 5, id);
    expect(seqs).toEqual([]);
  });

  test('is not made again once ended', async () => {
    const all = await online();
    all.subscription.unsubscribe();
    all.server.socket.drop();
    await comeBack(all);
    expect(all.server.socket.sent('SUBSCRIBE')).toEqual([]);
    expect(all.client.state).toEqual({ name: 'online' });
  });

  test('refuses a destination that cannot be written', () => {
    const { client } = createTestClient();
    expect(() => client.subscribe('/topic/\0', { onMessage: () => undefined })).toThrow(
      expect.objectContaining({ code: 'unencodable_header' }),
    );
  });

  test('goes on when its handler throws, and the error is uncaught', async () => {
    const { client, server, clock } = await online();
    const seqs: (number | undefined)[] = [];
    client.subscribe('/topic/b', {
      after: 0,
      onMessage({ seq }) {
        seqs.push(seq);
        if (seq === 1) throw new Error('of the page');
      },
    });
    server.socket.deliver('/topic/b', 1);
    server.socket.deliver('/topic/b', 2);
    expect(seqs).toEqual([1, 2]);
    expect(() => clock.advance(0)).toThrow('of the page');
  });

  test('takes a server that does not confirm it for gone', async () => {
    const all = createTestClient();
    follow(all, RING);
    all.client.connect();
    await all.server.socket.accept();
    all.clock.advance(10_000);
    expect(all.client.state).toMatchObject({ name: 'offline', reason: 'subscribe_timed_out' });
  });
});

describe('after a lost line', () => {
  test('each subscription goes on from its last number, under a new id', async () => {
    const all = await online(4, 4);
    const { server } = all;
    follow(all, '/topic/b', 10);
    server.socket.confirm('/topic/b', { seq: '10', recovered: 'true' });
    server.socket.deliver(RING, 5);
    server.socket.drop();
    await comeBack(all);
    expect(server.socket.sent('SUBSCRIBE').map(inShort)).toEqual([
      { command: 'SUBSCRIBE', id: 'sub-3', receipt: 'sub-3', destination: RING, after: '5' },
      { command: 'SUBSCRIBE', id: 'sub-4', receipt: 'sub-4', destination: '/topic/b', after: '10' },
    ]);
  });

  test('the state counts down what was missed until it is online', async () => {
    const all = await online(4, 4);
    const { client, server, states, replayed, recoveries } = all;
    server.socket.drop();
    const since = all.clock.now();
    states.length = 0;
    await comeBack(all);
    server.socket.confirm(RING, { seq: '6', oldest: '1', recovered: 'true' });
    for (const seq of [5, 6, 7]) server.socket.deliver(RING, seq);
    expect(states).toEqual([
      { name: 'connecting', since },
      { name: 'catching-up', remaining: 2 },
      { name: 'catching-up', remaining: 1 },
      { name: 'online' },
    ]);
    expect(replayed).toEqual([5, 6]);
    expect(recoveries.at(-1)).toEqual({ recovered: true, seq: 6, missed: 2 });
    expect(client.state).toEqual({ name: 'online' });
  });

  test('nothing is handed out twice, though it was sent twice', async () => {
    const all = await online(4, 4);
    const { server, seqs } = all;
    server.socket.deliver(RING, 5);
    server.socket.drop();
    await comeBack(all);
    server.socket.confirm(RING, { seq: '6', recovered: 'true' });
    for (const seq of [5, 6]) server.socket.deliver(RING, seq);
    expect(seqs).toEqual([5, 6]);
  });

  test('messages for an id of the line before are not taken', async () => {
    const all = await online(4, 4);
    const { id } = all.server.socket.subscribeTo(RING).headers;
    all.server.socket.drop();
    await comeBack(all);
    all.server.socket.deliver(RING, 5, id);
    expect(all.seqs).toEqual([]);
  });

  test('a journal that no longer keeps enough is told of, and goes on live', async () => {
    const all = await online(4, 4);
    const { client, server, recoveries, seqs } = all;
    server.socket.drop();
    await comeBack(all);
    server.socket.confirm(RING, { seq: '90', oldest: '50', recovered: 'false' });
    expect(recoveries.at(-1)).toEqual({ recovered: false, seq: 90, missed: 86 });
    expect(client.state).toEqual({ name: 'online' });
    server.socket.deliver(RING, 91);
    expect(seqs).toEqual([91]);
  });

  test('a number never learned is not made up', async () => {
    const all = createTestClient();
    follow(all, RING);
    all.client.connect();
    await all.server.socket.accept();
    all.server.socket.drop();
    await comeBack(all);
    expect(all.server.socket.subscribeTo(RING).headers).not.toHaveProperty('after');
  });

  test('close and connect go on from the last number too', async () => {
    const { client, server } = await online(4, 4);
    server.socket.deliver(RING, 5);
    client.close();
    client.connect();
    await server.socket.accept();
    expect(server.socket.subscribeTo(RING).headers.after).toBe('5');
  });
});

describe('a gap', () => {
  test('is asked for again from the last number, and closed', async () => {
    const { client, server, seqs } = await online(4, 4);
    server.socket.deliver(RING, 7);
    expect(server.socket.frames.slice(-2).map(inShort)).toEqual([
      { command: 'UNSUBSCRIBE', id: 'sub-1' },
      { command: 'SUBSCRIBE', id: 'sub-2', receipt: 'sub-2', destination: RING, after: '4' },
    ]);
    server.socket.deliver(RING, 8, 'sub-1');
    server.socket.confirm(RING, { seq: '8', recovered: 'true' });
    expect(client.state).toEqual({ name: 'catching-up', remaining: 4 });
    for (const seq of [5, 6, 7, 8]) server.socket.deliver(RING, seq);
    expect(seqs).toEqual([5, 6, 7, 8]);
    expect(client.state).toEqual({ name: 'online' });
  });
});

describe('a refused subscription', () => {
  const refusal = { code: 'forbidden', message: 'Not your shop.' };

  test('is told of and gone; the others come back', async () => {
    const all = await online(4, 4);
    const { client, server } = all;
    const foreign = follow(all, '/topic/shops/8/orders');
    const receipt = server.socket.subscribeTo('/topic/shops/8/orders').headers.receipt ?? '';
    server.socket.reply({ command: 'ERROR', headers: { ...refusal, 'receipt-id': receipt } });
    server.socket.drop(3502, 'forbidden');
    expect(foreign.refusals).toEqual(['forbidden']);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'forbidden' });
    await comeBack(all);
    expect(server.socket.sent('SUBSCRIBE').map(({ headers }) => headers.destination)).toEqual([RING]);
  });

  test('is tried again when the server asks us to come back', async () => {
    const all = await online(4, 4);
    const late = follow(all, '/topic/b');
    const receipt = all.server.socket.subscribeTo('/topic/b').headers.receipt ?? '';
    all.server.socket.reply({ command: 'ERROR', headers: { code: 'unavailable', 'receipt-id': receipt } });
    all.server.socket.drop(3007, 'unavailable');
    await comeBack(all);
    expect(late.refusals).toEqual([]);
    expect(all.server.socket.subscribeTo('/topic/b')).toBeDefined();
  });

  test.each([
    ['unavailable', 'the close frame is lost', 1006],
    ['answer_timeout', 'the close frame is lost', 1006],
    ['own_code', 'the server closes as if nothing were', 1000],
    ['forbidden', 'the server asks us to come back all the same', 3007],
  ])('is none after %s when %s', async (code, _, closeCode) => {
    const all = await online(4, 4);
    const receipt = all.server.socket.subscribeTo(RING).headers.receipt ?? '';
    all.server.socket.reply({ command: 'ERROR', headers: { code, 'receipt-id': receipt } });
    all.server.socket.drop(closeCode);
    expect(all.refusals).toEqual([]);
    await comeBack(all);
    expect(all.server.socket.subscribeTo(RING).headers.after).toBe('4');
    expect(all.client.state.name).toBe('connecting');
  });

  test('is none when the server says unavailable and leaves the line open', async () => {
    const all = await online(4, 4);
    const receipt = all.server.socket.subscribeTo(RING).headers.receipt ?? '';
    all.server.socket.reply({ command: 'ERROR', headers: { code: 'unavailable', 'receipt-id': receipt } });
    all.clock.advance(2_000);
    expect(all.client.state).toMatchObject({ name: 'offline', reason: 'unavailable' });
    await comeBack(all);
    expect(all.refusals).toEqual([]);
    expect(all.server.socket.subscribeTo(RING)).toBeDefined();
  });

  test.each([...REFUSAL_CODES])('is known by its code %s when the close frame is lost', async (code) => {
    const all = await online(4, 4);
    const receipt = all.server.socket.subscribeTo(RING).headers.receipt ?? '';
    all.server.socket.reply({ command: 'ERROR', headers: { code, 'receipt-id': receipt } });
    all.server.socket.drop();
    expect(all.refusals).toEqual([code]);
    await comeBack(all);
    expect(all.server.socket.sent('SUBSCRIBE')).toEqual([]);
  });

  test('is known by a terminal close code whatever its own code', async () => {
    const all = await online(4, 4);
    const receipt = all.server.socket.subscribeTo(RING).headers.receipt ?? '';
    all.server.socket.reply({ command: 'ERROR', headers: { code: 'own_code', 'receipt-id': receipt } });
    all.server.socket.drop(3900, 'own_reason');
    expect(all.refusals).toEqual(['own_code']);
  });

  test('that the client knows by its code is terminal for the server too', () => {
    for (const code of REFUSAL_CODES) {
      expect(new MessagingError(code as MessagingErrorCode).disconnect).toMatchObject({ reconnect: false });
    }
  });

  test('may close the client when it is told', async () => {
    const { client, server, clock } = await online();
    client.subscribe('/topic/b', { onMessage: () => undefined, onRefused: () => client.close() });
    const receipt = server.socket.subscribeTo('/topic/b').headers.receipt ?? '';
    server.socket.reply({ command: 'ERROR', headers: { ...refusal, 'receipt-id': receipt } });
    server.socket.drop(3502, 'forbidden');
    expect(client.state).toEqual({ name: 'closed' });
    expect(clock.timerCount).toBe(0);
  });
});
