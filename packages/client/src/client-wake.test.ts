import { describe, expect, test } from 'vitest';
import { inShort } from './testing/fake-server.ts';
import { createTestClient, follow } from './testing/test-client.ts';

const RING = '/topic/shops/7/orders';

async function online() {
  const all = createTestClient();
  const following = follow(all, RING, 4);
  all.client.connect();
  await all.server.socket.accept({ 'heart-beat': '10000,10000' });
  all.server.socket.confirm(RING, { seq: '4', recovered: 'true' });
  return { ...all, ...following };
}

describe('wake', () => {
  test('tries again now while offline', () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    server.socket.drop();
    client.wake();
    expect(server.sockets).toHaveLength(2);
    clock.advance(500);
    expect(server.sockets).toHaveLength(2);
  });

  test('does nothing while closed or refused', async () => {
    const { client, server } = createTestClient();
    client.wake();
    expect(server.sockets).toHaveLength(0);
    client.connect();
    await server.socket.accept();
    server.socket.drop(3504, 'logged_out');
    client.wake();
    expect(server.sockets).toHaveLength(1);
  });

  test('leaves a young attempt alone, and begins an old one anew', () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    clock.advance(4_000);
    client.wake();
    expect(server.sockets).toHaveLength(1);
    clock.advance(1);
    client.wake();
    expect(server.sockets).toHaveLength(2);
    expect(server.sockets[0]?.closedWith?.code).toBe(1000);
  });

  test('makes a silent line answer though the wall clock was set back', async () => {
    const { client, server, clock } = await online();
    clock.advance(3_000);
    clock.setWall(-3_600_000);
    client.wake();
    expect(server.socket.sent('BEGIN')).toHaveLength(1);
  });

  test('begins an old attempt anew though the wall clock was set back', () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    clock.advance(4_001);
    clock.setWall(-3_600_000);
    client.wake();
    expect(server.sockets).toHaveLength(2);
  });

  test('leaves a line alone that was heard just now', async () => {
    const { client, server, clock } = await online();
    clock.advance(999);
    client.wake();
    expect(server.socket.sent('BEGIN')).toHaveLength(0);
  });

  test('makes a silent line answer by a transaction with nothing in it, which nobody sees', async () => {
    const { client, server, clock, states, recoveries } = await online();
    const shown = states.length;
    clock.advance(3_000);
    client.wake();
    expect(server.socket.frames.slice(-2).map(inShort)).toEqual([
      { command: 'BEGIN', transaction: 'probe', receipt: 'probe' },
      { command: 'ABORT', transaction: 'probe' },
    ]);
    server.socket.reply({ command: 'RECEIPT', headers: { 'receipt-id': 'probe' } });
    clock.advance(4_000);
    expect(states.slice(shown)).toEqual([]);
    expect(recoveries).toHaveLength(1);
  });

  test('takes whatever comes for an answer', async () => {
    const { client, server, clock, seqs } = await online();
    clock.advance(3_000);
    client.wake();
    server.socket.deliver(RING, 5);
    clock.advance(4_000);
    expect(client.state).toEqual({ name: 'online' });
    expect(seqs).toEqual([5]);
  });

  // The answer stands behind what the server works on; its heart-beats do not. A healthy line was given up here.
  test('bears that an answer stands behind a message that is being handled', async () => {
    const { client, server, clock } = await online();
    client.send('/app/slow', 'x').catch(() => undefined);
    clock.advance(3_000);
    client.wake();
    clock.advance(7_000);
    expect(client.state).toEqual({ name: 'online' });
    server.socket.heartbeat();
    clock.advance(10_000);
    server.socket.heartbeat();
    expect(client.state).toEqual({ name: 'online' });
  });

  test('bears it behind a message that it has given up waiting for', async () => {
    const { client, server, clock } = await online();
    const sent = client.send('/app/slow', 'x');
    clock.advance(9_000);
    server.socket.heartbeat();
    clock.advance(1_000);
    await expect(sent).rejects.toThrow();
    clock.advance(1_000);
    client.wake();
    clock.advance(8_000);
    expect(client.state).toEqual({ name: 'online' });
  });

  test('bears it behind a subscription that is being answered', async () => {
    const all = await online();
    follow(all, '/topic/slow');
    all.clock.advance(3_000);
    all.client.wake();
    all.clock.advance(5_000);
    expect(all.client.state).toEqual({ name: 'online' });
  });

  test('gives up a line on which not even a heart-beat comes meanwhile', async () => {
    const { client, clock } = await online();
    client.send('/app/slow', 'x').catch(() => undefined);
    clock.advance(3_000);
    client.wake();
    clock.advance(14_999);
    expect(client.state).toEqual({ name: 'online' });
    clock.advance(1);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'line_silent' });
  });

  test('waits no longer than ever once what was sent is confirmed', async () => {
    const { client, server, clock } = await online();
    const sent = client.send('/app/quick', 'x');
    server.socket.reply({ command: 'RECEIPT', headers: { 'receipt-id': 'send-1' } });
    await sent;
    clock.advance(3_000);
    client.wake();
    clock.advance(4_000);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'line_silent' });
  });

  test('gives up a line that does not answer, and has it again', async () => {
    const { client, server, clock } = await online();
    clock.advance(3_000);
    client.wake();
    clock.advance(4_000);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'line_silent' });
    clock.advance(500);
    await server.socket.accept();
    expect(server.socket.subscribeTo(RING).headers.after).toBe('4');
  });
});
