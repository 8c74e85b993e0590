import { describe, expect, onTestFinished, test } from 'vitest';
import type { Journal } from '@carillon/messaging';
import { startServer, TestClient } from '@carillon/messaging/internal';
import { numbersBetween, openJournal, PATTERN } from './journal-under-test.ts';
import type { MakeJournal } from './journal-under-test.ts';

const RACING_APPENDS = 60;
const RACING_SUBSCRIBERS = 6;
const POLL_MS = 100;
/** The first may have been on its way, the second may have been woken by the last append; the others are polls. */
const QUIET_READS = 4;

/** The journal as the source of a messaging server: replay, joining live, and what cannot be recovered. */
export function journalFeedCases(makeJournal: MakeJournal): void {
  describe('behind a messaging server', () => {
    test('sends only what comes from now on to whoever names no number', async () => {
      const { append, destination, appendMany, url, seqsOfAll } = await openServer(makeJournal);
      await appendMany(2);
      const client = await TestClient.connect(url);
      const receipt = await client.ask('SUBSCRIBE', { id: 's', destination });
      expect(receipt.headers).toMatchObject({ seq: '2', oldest: '1', recovered: 'true' });
      await append(destination, { n: 3 });
      expect(await seqsOfAll([client])).toEqual([[3, 4]]);
    });

    test.each([0, 2, 5])('replays what came after %i, then goes on live', async (after) => {
      const { append, destination, appendMany, url, seqsOfAll } = await openServer(makeJournal);
      await appendMany(5);
      const client = await TestClient.connect(url);
      const receipt = await client.ask('SUBSCRIBE', { id: 's', destination, after: String(after) });
      expect(receipt.headers).toMatchObject({ seq: '5', oldest: '1', recovered: 'true' });
      await append(destination, { n: 6 });
      expect(await seqsOfAll([client])).toEqual([numbersBetween(after, 7)]);
    });

    test('joins replay and live without a gap and without a repeat while appends race', async () => {
      const { append, destination, url, seqsOfAll } = await openServer(makeJournal);
      const appends = numbersBetween(0, RACING_APPENDS).map((n) => append(destination, { n }));
      const afters = numbersBetween(0, RACING_SUBSCRIBERS);
      const joined = afters.map(async (place) => {
        await appends[place * 8];
        const client = await TestClient.connect(url);
        // Some ask for more than is there yet to be replayed, some for next to nothing.
        const after = place % 2 === 0 ? 0 : place;
        await client.ask('SUBSCRIBE', { id: `s${place % 3}`, destination, after: String(after) });
        return { after, client };
      });
      const subscribers = await Promise.all(joined);
      await Promise.all(appends);
      const seqs = await seqsOfAll(subscribers.map(({ client }) => client));
      expect(seqs).toEqual(subscribers.map(({ after }) => numbersBetween(after, RACING_APPENDS + 1)));
    });

    test('resumes where a lost line left off', async () => {
      const { append, destination, appendMany, url, seqsOfAll } = await openServer(makeJournal);
      const first = await TestClient.connect(url);
      await first.ask('SUBSCRIBE', { id: 's', destination });
      await appendMany(2);
      expect(await seqsOfAll([first])).toEqual([[1, 2, 3]]);
      first.socket.terminate();
      await append(destination, { n: 4 });
      const second = await TestClient.connect(url);
      await second.ask('SUBSCRIBE', { id: 's', destination, after: '3' });
      await append(destination, { n: 5 });
      expect(await seqsOfAll([second])).toEqual([[4, 5, 6]]);
    });

    test('says recovered:false for a number that was never given, and goes on live', async () => {
      const { append, destination, appendMany, url, seqsOfAll } = await openServer(makeJournal);
      await appendMany(2);
      const client = await TestClient.connect(url);
      const receipt = await client.ask('SUBSCRIBE', { id: 's', destination, after: '3' });
      expect(receipt.headers).toMatchObject({ seq: '2', oldest: '1', recovered: 'false' });
      await append(destination, { n: 3 });
      expect(await seqsOfAll([client])).toEqual([[3, 4]]);
    });

    test('draws the line of recovery at the oldest entry kept', async (context) => {
      const { append, trim, destination, appendMany, url, seqsOfAll } = await openServer(makeJournal);
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
      expect(await seqsOfAll([client])).toEqual([[3, 4, 5, 6]]);
    });
  });
}

async function openServer(makeJournal: MakeJournal) {
  const underTest = await openJournal(makeJournal);
  const { append, destination } = underTest;
  const counted = countReads(underTest.journal);
  const server = await startServer({
    journals: [{ pattern: PATTERN, journal: counted.journal }],
    limits: { journalPollMs: POLL_MS },
  });
  onTestFinished(() => server.stop());

  /**
   * All numbers that each client got, up to one more entry, which is appended only once the feed has looked
   * for news again and again: whatever it would repeat has come before, and nothing follows unseen.
   */
  async function seqsOfAll(clients: TestClient[]): Promise<number[][]> {
    await counted.moreReads(QUIET_READS);
    const last = await append(destination, { n: 'last' });
    return Promise.all(clients.map((client) => takeSeqs(client, last)));
  }

  return { ...underTest, url: server.url, seqsOfAll };
}

/** The journal, and a way to wait until it was read so many times more. */
function countReads(journal: Journal) {
  const waiting = new Set<() => void>();
  const read: Journal['read'] = (...args) => {
    for (const told of waiting) told();
    return journal.read(...args);
  };
  function moreReads(count: number): Promise<void> {
    return new Promise((resolve) => {
      let left = count;
      const told = (): void => {
        left -= 1;
        if (left > 0) return;
        waiting.delete(told);
        resolve();
      };
      waiting.add(told);
    });
  }
  return { journal: { read, onAppend: journal.onAppend.bind(journal) }, moreReads };
}

/** The numbers of all MESSAGEs up to that of `last`, and of any that follow until a RECEIPT has come and gone. */
async function takeSeqs(client: TestClient, last: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.at(-1) !== last) seqs.push(seqOf(await client.take('MESSAGE')));
  client.send('SUBSCRIBE', { id: 'sentinel', destination: '/topic/sentinel', receipt: 'sentinel' });
  for (
    let frame = await client.inbox.take();
    frame.command === 'MESSAGE';
    frame = await client.inbox.take()
  ) {
    seqs.push(seqOf(frame));
  }
  return seqs;
}

function seqOf({ headers }: { headers: Readonly<Record<string, string>> }): number {
  return Number(headers.seq);
}
