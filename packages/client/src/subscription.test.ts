import { test as propertyTest } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JournalCursor } from './subscription.ts';
import type { Recovery } from './subscription.ts';

const NO_BODY = new Uint8Array(0);

function followed(after?: number) {
  const seqs: (number | undefined)[] = [];
  const replayed: (number | undefined)[] = [];
  const recoveries: Recovery[] = [];
  const cursor = new JournalCursor({
    after,
    onMessage(message) {
      seqs.push(message.seq);
      if (message.replayed) replayed.push(message.seq);
    },
    onRecovery: (recovery) => recoveries.push(recovery),
  });
  const accept = (seq?: number) =>
    cursor.accept({
      command: 'MESSAGE',
      headers: seq === undefined ? {} : { seq: String(seq) },
      body: NO_BODY,
    });
  const acknowledge = (seq: number, { recovered = true } = {}) =>
    cursor.acknowledge({ seq: String(seq), recovered: String(recovered) });
  return { cursor, accept, acknowledge, seqs, replayed, recoveries };
}

describe('a journal cursor', () => {
  test('starts at the newest number where the caller names none', () => {
    const { cursor, acknowledge, recoveries } = followed();
    acknowledge(7);
    expect(cursor.lastSeq).toBe(7);
    expect(cursor.remaining).toBe(0);
    expect(recoveries).toEqual([{ recovered: true, seq: 7, missed: 0 }]);
  });

  test('counts down what is replayed, and marks it', () => {
    const { cursor, accept, acknowledge, seqs, replayed, recoveries } = followed(4);
    acknowledge(6);
    expect(recoveries).toEqual([{ recovered: true, seq: 6, missed: 2 }]);
    const remaining = [5, 6, 7].map((seq) => {
      accept(seq);
      return cursor.remaining;
    });
    expect(remaining).toEqual([1, 0, 0]);
    expect(seqs).toEqual([5, 6, 7]);
    expect(replayed).toEqual([5, 6]);
  });

  test('says what a destination without a journal cannot give, and goes on without numbers', () => {
    const { cursor, accept, seqs, recoveries } = followed(4);
    cursor.acknowledge({ recovered: 'false' });
    expect(recoveries).toEqual([{ recovered: false, seq: 0, missed: 0 }]);
    expect([cursor.lastSeq, cursor.remaining]).toEqual([undefined, 0]);
    accept();
    expect(seqs).toEqual([undefined]);
  });

  test('says nothing of a destination without a journal where nothing was asked of it', () => {
    const { cursor, recoveries } = followed();
    cursor.acknowledge({});
    expect(recoveries).toEqual([]);
  });

  test('goes on after the newest number when its own is no longer kept', () => {
    const { cursor, accept, acknowledge, seqs, recoveries } = followed(4);
    acknowledge(100, { recovered: false });
    expect(recoveries).toEqual([{ recovered: false, seq: 100, missed: 96 }]);
    expect(cursor.remaining).toBe(0);
    expect(accept(101)).toBe('taken');
    expect(seqs).toEqual([101]);
  });

  test('goes back when the journal was begun anew', () => {
    const { cursor, accept, acknowledge, seqs } = followed(40);
    acknowledge(2, { recovered: false });
    expect(cursor.lastSeq).toBe(2);
    accept(3);
    expect(seqs).toEqual([3]);
  });

  test('drops what it has seen', () => {
    const { accept, seqs } = followed(4);
    for (const seq of [5, 5, 4, 1, 6, 5]) accept(seq);
    expect(seqs).toEqual([5, 6]);
  });

  test('hands nothing out beyond a gap', () => {
    const { cursor, accept, seqs } = followed(4);
    expect(accept(6)).toBe('gap');
    expect(seqs).toEqual([]);
    expect(cursor.lastSeq).toBe(4);
  });

  test('gives up a gap that comes back each time it asks, and says so', () => {
    const { accept, seqs, recoveries } = followed(4);
    expect([accept(7), accept(7), accept(7), accept(7)]).toEqual(['gap', 'gap', 'gap', 'taken']);
    expect(seqs).toEqual([7]);
    expect(recoveries).toEqual([{ recovered: false, seq: 7, missed: 2 }]);
  });

  test('does not tell twice of messages that a lost line still owes', () => {
    const { cursor, accept, acknowledge, recoveries } = followed(0);
    acknowledge(10);
    accept(1);
    acknowledge(12);
    expect(recoveries.map(({ missed }) => missed)).toEqual([10, 2]);
    expect(cursor.remaining).toBe(11);
  });

  test('lets messages without a number pass as they come', () => {
    const { cursor, accept, seqs } = followed();
    cursor.acknowledge({});
    for (let count = 0; count < 3; count += 1) expect(accept()).toBe('taken');
    expect(seqs).toEqual([undefined, undefined, undefined]);
    expect(cursor.lastSeq).toBeUndefined();
  });

  test('takes a seq that is not a number for none', () => {
    const { cursor, seqs } = followed(3);
    cursor.accept({ command: 'MESSAGE', headers: { seq: 'x' }, body: NO_BODY });
    expect(seqs).toEqual([undefined]);
    expect(cursor.lastSeq).toBe(3);
  });

  const faults = fc.array(fc.constantFrom('repeat', 'skip', 'reconnect', 'none'), { maxLength: 60 });
  propertyTest.prop([faults])('hands out each number once and in order, whatever a line does', (script) => {
    const { cursor, accept, acknowledge, seqs } = followed(0);
    let newest = 0;
    let position = 0;
    const resume = () => {
      acknowledge(newest);
      position = cursor.lastSeq ?? 0;
    };
    for (const fault of [...script, 'none' as const]) {
      newest += 1;
      if (fault === 'repeat') position = Math.max(0, position - 1);
      if (fault === 'skip') position += 1;
      if (fault === 'reconnect') resume();
      while (position < newest) {
        position += 1;
        if (accept(position) === 'gap') resume();
      }
    }
    if (cursor.lastSeq !== newest) resume();
    while (position < newest) accept((position += 1));
    expect(seqs).toEqual(Array.from({ length: newest }, (_, index) => index + 1));
    expect(cursor.remaining).toBe(0);
  });
});
