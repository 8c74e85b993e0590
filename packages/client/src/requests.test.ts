import { describe, expect, test } from 'vitest';
import { createRequests } from './requests.ts';
import { createTestClient } from './testing/test-client.ts';

const REPLIES = '/user/queue/callBack';
const ERRORS = '/user/queue/errors';
const GIVE_UP_AFTER_MS = 60_000;

async function online() {
  const all = createTestClient();
  const { client, server, clock } = all;
  const requests = createRequests(client, { replies: REPLIES, clock, giveUpAfterMs: GIVE_UP_AFTER_MS });
  client.connect();

  /** Takes the next line on, with both subscriptions. */
  async function accept(): Promise<void> {
    await server.socket.accept();
    server.socket.confirm(REPLIES, {});
    server.socket.confirm(ERRORS, {});
  }
  function answer(destination: string, key: string, payload: unknown): void {
    const subscription = server.socket.subscribeTo(destination).headers.id ?? '';
    server.socket.reply({
      command: 'MESSAGE',
      headers: { subscription, destination, 'message-id': '1', 'correlation-id': key },
      body: JSON.stringify(payload),
    });
  }
  const sent = () => server.socket.sent('SEND').map(({ headers }) => headers['correlation-id']);
  const receipt = (index: number) =>
    server.socket.reply({
      command: 'RECEIPT',
      headers: { 'receipt-id': server.socket.sent('SEND')[index]?.headers.receipt ?? '' },
    });
  /** Lets what promises have to say be said. */
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  await accept();
  return { ...all, requests, accept, answer, sent, receipt, settle };
}

describe('ask', () => {
  test('resolves with the answer of its key', async () => {
    const { requests, answer, sent } = await online();
    const [one, other] = [requests.ask('/app/x', 'a', 'k1'), requests.ask('/app/x', 'b', 'k2')];
    expect(sent()).toEqual(['k1', 'k2']);
    answer(REPLIES, 'k2', { id: 2 });
    answer(REPLIES, 'somebody else’s', { id: 3 });
    answer(REPLIES, 'k1', { id: 1 });
    expect(await Promise.all([one, other])).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('rejects with the application’s code when it refused', async () => {
    const { requests, answer } = await online();
    const asked = requests.ask('/app/x', 'a', 'k');
    answer(ERRORS, 'k', { code: 'too_many', message: 'Wait.' });
    await expect(asked).rejects.toMatchObject({ name: 'ClientError', code: 'too_many', message: 'Wait.' });
  });

  test('resolves with nothing when the message was taken and not answered', async () => {
    const { requests, receipt } = await online();
    const asked = requests.ask('/app/x', 'a', 'k');
    receipt(0);
    expect(await asked).toBeUndefined();
  });

  test('sends again on the next line, with its key, and answers once', async () => {
    const { requests, server, clock, accept, answer, sent, settle } = await online();
    const asked = requests.ask('/app/x', 'a', 'k');
    server.socket.drop();
    await settle();
    clock.advance(1_000);
    await accept();
    expect(sent()).toEqual(['k']);
    answer(REPLIES, 'k', { id: 1 });
    expect(await asked).toEqual({ id: 1 });
    server.socket.drop();
    clock.advance(1_000);
    await accept();
    expect(sent()).toEqual([]);
  });

  test('sends nothing more for a key that is on its way, and anew for one that was answered', async () => {
    const { requests, answer, sent } = await online();
    const both = [requests.ask('/app/x', 'a', 'k'), requests.ask('/app/x', 'a', 'k')];
    expect(sent()).toEqual(['k']);
    answer(REPLIES, 'k', { id: 1 });
    expect(await Promise.all(both)).toEqual([{ id: 1 }, { id: 1 }]);
    void requests.ask('/app/x', 'a', 'k');
    expect(sent()).toEqual(['k', 'k']);
  });

  test('gives up after its time, however often the line was lost', async () => {
    const { requests, server, clock, settle } = await online();
    const asked = requests.ask('/app/x', 'a', 'k');
    const outcome = expect(asked).rejects.toMatchObject({ code: 'send_timed_out' });
    server.socket.drop();
    for (let waitedMs = 0; waitedMs < GIVE_UP_AFTER_MS; waitedMs += 5_000) {
      await settle();
      clock.advance(5_000);
    }
    await outcome;
  });

  test('tells at once of a client that is closed', async () => {
    const { requests, client } = await online();
    client.close();
    await expect(requests.ask('/app/x', 'a', 'k')).rejects.toMatchObject({ code: 'client_closed' });
  });
});
