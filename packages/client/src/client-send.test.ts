import { describe, expect, test } from 'vitest';
import type { SendBody } from './outbox.ts';
import { inShort } from './testing/fake-server.ts';
import { createTestClient } from './testing/test-client.ts';

async function online() {
  const all = createTestClient();
  all.client.connect();
  await all.server.socket.accept();
  const confirm = (receipt: string) =>
    all.server.socket.reply({ command: 'RECEIPT', headers: { 'receipt-id': receipt } });
  return { ...all, confirm };
}

function coded(code: string): unknown {
  return expect.objectContaining({ name: 'ClientError', code });
}

describe('send', () => {
  test.each<[string, SendBody, Record<string, string>]>([
    ['text as it is', 'hello', { body: 'hello' }],
    ['bytes as they are', Uint8Array.of(0x68, 0x69), { body: 'hi' }],
    ['other values as JSON', { a: [1] }, { body: '{"a":[1]}', 'content-type': 'application/json' }],
  ])('writes %s', async (_, body, expected) => {
    const { client, server, confirm } = await online();
    const sent = client.send('/topic/chat', body, { mood: 'good' });
    expect(server.socket.sent('SEND').map(inShort)).toEqual([
      {
        command: 'SEND',
        destination: '/topic/chat',
        receipt: 'send-1',
        mood: 'good',
        'content-length': String(expected.body?.length),
        ...expected,
      },
    ]);
    confirm('send-1');
    await expect(sent).resolves.toBeUndefined();
  });

  test('resolves each with its own receipt', async () => {
    const { client, confirm } = await online();
    const done: number[] = [];
    const sends = [1, 2].map((number) => client.send('/topic/chat', 'x').then(() => done.push(number)));
    confirm('send-2');
    await sends[1];
    expect(done).toEqual([2]);
    confirm('send-1');
    await sends[0];
    expect(done).toEqual([2, 1]);
  });

  test('waits for a line, in order', async () => {
    const { client, server } = createTestClient();
    client.connect();
    const sends = ['a', 'b'].map((body) => client.send('/topic/chat', body));
    await server.socket.accept();
    expect(server.socket.sent('SEND').map((frame) => inShort(frame).body)).toEqual(['a', 'b']);
    for (const receipt of ['send-1', 'send-2'])
      server.socket.reply({ command: 'RECEIPT', headers: { 'receipt-id': receipt } });
    await Promise.all(sends);
  });

  test('rejects what was sent when the line is lost, and keeps what was not', async () => {
    const { client, server, clock } = await online();
    const sent = client.send('/topic/chat', 'sent');
    server.socket.drop();
    const waiting = client.send('/topic/chat', 'waiting');
    await expect(sent).rejects.toEqual(coded('line_lost'));
    clock.advance(500);
    await server.socket.accept();
    expect(server.socket.sent('SEND').map((frame) => inShort(frame).body)).toEqual(['waiting']);
    server.socket.reply({ command: 'RECEIPT', headers: { 'receipt-id': 'send-2' } });
    await waiting;
  });

  test('rejects when no receipt comes in time', async () => {
    const { client, clock } = await online();
    const sent = client.send('/topic/chat', 'x');
    clock.advance(10_000);
    await expect(sent).rejects.toEqual(coded('send_timed_out'));
  });

  test('rejects when too many wait already', async () => {
    const all = createTestClient({ limits: { maxPendingSends: 2 } });
    all.client.connect();
    const waiting = [all.client.send('/topic/chat', 'a'), all.client.send('/topic/chat', 'b')];
    await expect(all.client.send('/topic/chat', 'c')).rejects.toEqual(coded('queue_full'));
    all.client.close();
    for (const sent of waiting) await expect(sent).rejects.toEqual(coded('client_closed'));
    expect(all.clock.timerCount).toBe(0);
  });

  test('rejects while closed or refused', async () => {
    const { client, server } = await online();
    server.socket.drop(3504, 'logged_out');
    await expect(client.send('/topic/chat', 'x')).rejects.toEqual(coded('client_refused'));
    client.close();
    await expect(client.send('/topic/chat', 'x')).rejects.toEqual(coded('client_closed'));
  });

  test('rejects with the code of the server that refuses it, and the line comes back', async () => {
    const { client, server, clock } = await online();
    const [good, bad] = [client.send('/topic/chat', 'x'), client.send('/topic/journal', 'x')];
    const headers = { code: 'journaled_destination', message: 'No.', 'receipt-id': 'send-2' };
    server.socket.reply({ command: 'ERROR', headers });
    server.socket.drop(3502, 'forbidden');
    await expect(good).rejects.toEqual(coded('line_lost'));
    await expect(bad).rejects.toEqual(coded('journaled_destination'));
    clock.advance(500);
    await server.socket.accept();
    expect(client.state).toEqual({ name: 'online' });
  });

  test('rejects a header that cannot be written, and leaves nothing behind', async () => {
    const { client, server, clock } = await online();
    await expect(client.send('/topic/chat', 'x', { a: '\0' })).rejects.toMatchObject({
      code: 'unencodable_header',
    });
    expect(server.socket.sent('SEND')).toEqual([]);
    expect(clock.timerCount).toBe(0);
  });
});
