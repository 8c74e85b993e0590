import { describe, expect, onTestFinished, test } from 'vitest';
import { startServer, TestClient } from '@carillon/messaging/internal';
import { numbersBetween, openJournal, PATTERN } from './journal-under-test.ts';
import type { MakeJournal } from './journal-under-test.ts';

const RACING_APPENDS = 60;
const RACING_SUBSCRIBERS = 6;

/** The journal as the source of a messaging server: replay, joining live, and what cannot be recovered. */
export function journalFeedCases(makeJournal: MakeJournal): void {
  describe('behind a messaging server', () => {
    test('sends only what comes from now on to whoever names no number', async () => {
      const { append, destination, appendMany, url } = await openServer(makeJournal);
      await appendMany(2);
      const client = await TestClient.connect(url);
      const receipt = await client.ask('SUBSCRIBE', { id: 's', destination });
      expect(receipt.headers).toMatchObject({ seq: '2', oldest: '1', recovered: 'true' });
      await append(destination, { n: 3 });
      expect(await takeSeqs(client, 1)).toEqual([3]);
    });

    test.each([0, 2, 5])('replays what came after %i, then goes on live', async (after) => {
      const { append, destination, appendMany, url } = await openServer(makeJournal);
      await appendMany(5);
      const client = await TestClient.connect(url);
      const receipt = await client.ask('SUBSCRIBE', { id: 's', destination, after: String(after) });
      expect(receipt.headers).toMatchObject({ seq: '5', oldest: '1', recovered: 'true' });
      await append(destination, { n: 6 });
      expect(await takeSeqs(client, 6 - after)).toEqual(numbersBetween(after, 6));
    });

    test('joins replay and live without a gap and without a repeat while appends race', async () => {
      const { append, destination, url } = await openServer(makeJournal);
      const appends = numbersBetween(0, RACING_APPENDS).map((n) => append(destination, { n }));
      const afters = numbersBetween(0, RACING_SUBSCRIBERS);
      const received = afters.map(async (place) => {
        await appends[place * 8];
        const client = await TestClient.connect(url);
        // Some ask for more than is there yet to be replayed, some for next to nothing.
        const after = place % 2 === 0 ? 0 : place;
        await client.ask('SUBSCRIBE', { id: `s${place % 3}`, destination, after: String(after) });
        return { after, seqs: await takeSeqs(client, RACING_APPENDS - after) };
      });
      for (const { after, seqs } of await Promise.all(received)) {
        expect(seqs).toEqual(numbersBetween(after, RACING_APPENDS));
      }
    });

    test('resumes where a lost line left off', async () => {
      const { append, destination, appendMany, url } = await openServer(makeJournal);
      const first = await TestClient.connect(url);
      await first.ask('SUBSCRIBE', { id: 's', destination });
      await appendMany(2);
      expect(await takeSeqs(first, 2)).toEqual([1, 2]);
      first.socket.terminate();
      await append(destination, { n: 3 });
      const second = await TestClient.connect(url);
      await second.ask('SUBSCRIBE', { id: 's', destination, after: '2' });
      await append(destination, { n: 4 });
      expect(await takeSeqs(second, 2)).toEqual([3, 4]);
    });

    test('says recovered:false for a number that was never given, and goes on live', async () => {
      const { append, destination, appendMany, url } = await openServer(makeJournal);
      await appendMany(2);
      const client = await TestClient.connect(url);
      const receipt = await client.ask('SUBSCRIBE', { id: 's', destination, after: '3' });
      expect(receipt.headers).toMatchObject({ seq: '2', oldest: '1', recovered: 'false' });
      await append(destination, { n: 3 });
      expect(await takeSeqs(client, 1)).toEqual([3]);
    });

    test('draws the line of recovery at the oldest entry kept', async (context) => {
      const { append, trim, destination, appendMany, url } = await openServer(makeJournal);
      if (!trim) return context.skip('this journal keeps everything');
      await appendMany(4);
      await trim(destination, 2);
      const client = await TestClient.connect(url);
      const lost = await client.ask('SUBSCRIBE', { id: 'lost', destination, after: '1' });
      expect(lost.headers).toMatchObject({ seq: '4', oldest: '3', recovered: 'false' });
      await client.ask('UNSUBSCRIBE', { id: 'lost' });
      const kept = await client.ask('SUBSCRIBE', { id: 'kept', destination, after: '2' });
      expect(kept.headers).toMatchObject({ seq: '4', oldest: '3', recovered: 'true' });
      await append(destination, { n: 5 });
      expect(await takeSeqs(client, 3)).toEqual([3, 4, 5]);
    });
  });
}

async function openServer(makeJournal: MakeJournal) {
  const underTest = await openJournal(makeJournal);
  const server = await startServer({ journals: [{ pattern: PATTERN, journal: underTest.journal }] });
  onTestFinished(() => server.stop());
  return { ...underTest, url: server.url };
}

/** The numbers of the next MESSAGEs, after which nothing more has come. */
async function takeSeqs(client: TestClient, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) seqs.push(Number((await client.take('MESSAGE')).headers.seq));
  expect(client.inbox.size).toBe(0);
  return seqs;
}
