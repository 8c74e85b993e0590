import { describe, expect, test, vi } from 'vitest';
import type { JournalPage } from '@carillon/messaging';
import { freshDestination, numbersBetween, openJournal } from './journal-under-test.ts';
import type { MakeJournal } from './journal-under-test.ts';

const CONCURRENT_APPENDS = 40;

/** Numbers, pages, trimming and wake-ups. */
export function journalReadCases(makeJournal: MakeJournal): void {
  describe('reading', () => {
    test('knows of a destination that was never written: nothing kept, newest 0', async () => {
      const { journal, destination } = await openJournal(makeJournal);
      expect(await journal.read(destination, 0, 10)).toMatchObject({
        entries: [],
        oldestSeq: 1,
        newestSeq: 0,
      });
    });

    test('gives back the payload as JSON', async () => {
      const { journal, append, destination } = await openJournal(makeJournal);
      await append(destination, { dish: '宫保鸡丁', n: 1 });
      const { entries } = await journal.read(destination, 0, 10);
      expect(entries[0]?.contentType).toBe('application/json');
      expect(payloadsOf({ entries })).toEqual([{ dish: '宫保鸡丁', n: 1 }]);
    });

    test('numbers each destination by itself, from 1', async () => {
      const { journal, append, destination, appendMany } = await openJournal(makeJournal);
      expect(await appendMany(3)).toEqual([1, 2, 3]);
      const other = freshDestination();
      expect(await append(other, { n: 1 })).toBe(1);
      expect(seqsOf(await journal.read(destination, 0, 10))).toEqual([1, 2, 3]);
    });

    test('answers at most so many, from after the number asked for', async () => {
      const { journal, destination, appendMany } = await openJournal(makeJournal);
      await appendMany(7);
      const pages = [0, 3, 6, 7].map((after) => journal.read(destination, after, 3));
      expect((await Promise.all(pages)).map(seqsOf)).toEqual([[1, 2, 3], [4, 5, 6], [7], []]);
    });

    test('tells oldest and newest on every page, also on one that is empty', async () => {
      const { journal, destination, appendMany } = await openJournal(makeJournal);
      await appendMany(3);
      for (const after of [0, 2, 3, 99, Number.MAX_SAFE_INTEGER]) {
        expect(await journal.read(destination, after, 1)).toMatchObject({ oldestSeq: 1, newestSeq: 3 });
      }
    });
  });

  describe('concurrent appends', () => {
    test('get numbers without holes, each its own', async () => {
      const { journal, append, destination } = await openJournal(makeJournal);
      const ns = numbersBetween(0, CONCURRENT_APPENDS);
      const seqs = await Promise.all(ns.map((n) => append(destination, { n })));
      expect(seqs.toSorted((a, b) => a - b)).toEqual(ns);
      const page = await journal.read(destination, 0, CONCURRENT_APPENDS * 2);
      expect(seqsOf(page)).toEqual(ns);
      expect(payloadsOf(page)).toEqual(page.entries.map(({ seq }) => ({ n: seqs.indexOf(seq) + 1 })));
    });

    test('never show a hole to a reader, nor a page whose parts contradict each other', async () => {
      const { journal, append, destination } = await openJournal(makeJournal);
      const appends = numbersBetween(0, CONCURRENT_APPENDS).map((n) => append(destination, { n }));
      let after = 0;
      while (after < CONCURRENT_APPENDS) {
        const page = await journal.read(destination, after, 5);
        expect(seqsOf(page)).toEqual(numbersBetween(after, after + page.entries.length));
        expect(page.entries.length).toBe(Math.min(page.newestSeq - after, 5));
        after += page.entries.length;
        if (page.entries.length === 0) await Promise.race(appends);
      }
      await Promise.all(appends);
    });
  });

  describe('wake-up', () => {
    test('comes after an append, and stops when asked to', async () => {
      const { journal, append, destination } = await openJournal(makeJournal);
      const heard: string[] = [];
      const stop = journal.onAppend((woken) => heard.push(woken));
      await append(destination, { n: 1 });
      await vi.waitFor(() => expect(heard).toContain(destination), { timeout: 5_000 });
      stop();
      heard.length = 0;
      await append(destination, { n: 2 });
      expect(heard).toEqual([]);
    });

    test('comes when the entry is there to be read', async () => {
      const { journal, append, destination } = await openJournal(makeJournal);
      const pages: Promise<JournalPage>[] = [];
      journal.onAppend((woken) => {
        if (woken === destination) pages.push(journal.read(destination, 0, 1));
      });
      await append(destination, { n: 1 });
      await vi.waitFor(() => expect(pages).not.toEqual([]), { timeout: 5_000 });
      expect((await Promise.all(pages)).map(seqsOf)).toContainEqual([1]);
    });
  });

  describe('trimming', () => {
    test('takes the oldest away and leaves the numbers', async (context) => {
      const { journal, trim, destination, appendMany } = await openJournal(makeJournal);
      if (!trim) return context.skip('this journal keeps everything');
      await appendMany(5);
      await trim(destination, 3);
      const page = await journal.read(destination, 0, 10);
      expect(seqsOf(page)).toEqual([4, 5]);
      expect(page).toMatchObject({ oldestSeq: 4, newestSeq: 5 });
    });

    test('of everything leaves oldest at newest + 1, and numbering goes on', async (context) => {
      const { journal, append, trim, destination, appendMany } = await openJournal(makeJournal);
      if (!trim) return context.skip('this journal keeps everything');
      await appendMany(2);
      await trim(destination, 2);
      expect(await journal.read(destination, 0, 10)).toMatchObject({
        entries: [],
        oldestSeq: 3,
        newestSeq: 2,
      });
      expect(await append(destination, { n: 3 })).toBe(3);
      expect(await journal.read(destination, 2, 10)).toMatchObject({ oldestSeq: 3, newestSeq: 3 });
    });
  });
}

function seqsOf({ entries }: Pick<JournalPage, 'entries'>): number[] {
  return entries.map(({ seq }) => seq);
}

function payloadsOf({ entries }: Pick<JournalPage, 'entries'>): unknown[] {
  return entries.map(({ payload }): unknown => JSON.parse(Buffer.from(payload).toString('utf8')));
}
