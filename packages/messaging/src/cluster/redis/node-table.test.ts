import { describe, expect, test } from 'vitest';
import type { ClusterCounts, RowChange } from '../../core/cluster-bus.ts';
import { NodeTable } from './node-table.ts';
import type { RowsSnapshot } from './node-table.ts';

function open() {
  const counts: ClusterCounts = { nodes: 0, published: 0, received: 0, unsent: 0, malformed: 0 };
  const seen: string[] = [];
  const loads: { resolve: (snapshot: RowsSnapshot | undefined) => void; reject: (error: Error) => void }[] =
    [];
  const table = new NodeTable({
    counts,
    listener: {
      onRows: (nodeId, changes) => seen.push(`${nodeId} ${JSON.stringify(changes)}`),
      onNodeGone: (nodeId) => seen.push(`${nodeId} gone`),
    },
    load: () => new Promise((resolve, reject) => loads.push({ resolve, reject })),
  });
  /** Answers the oldest question. */
  async function answer(number: number, rows: Record<string, string>): Promise<void> {
    loads.shift()?.resolve({ number, rows: new Map(Object.entries(rows)) });
    await Promise.resolve();
  }
  const announce = (number: number, ...changes: RowChange[]): void =>
    table.announced({ nodeId: 'n', number, changes });
  const beat = (number: number): void => table.beaten(new Map([['n', number]]));
  return { table, counts, seen, loads, answer, announce, beat };
}

describe('the table of nodes', () => {
  test('shows a node once its rows were read, and changes as they are announced', async () => {
    const { counts, seen, answer, announce, beat } = open();
    beat(4);
    expect(counts.nodes).toBe(0);
    await answer(4, { a: '1' });
    announce(5, ['b', '2'], ['a', undefined]);
    expect(seen).toEqual(['n [["a","1"]]', 'n [["b","2"],["a",null]]']);
    expect(counts.nodes).toBe(1);
  });

  test('shows a node without rows too', async () => {
    const { seen, answer, beat } = open();
    beat(2);
    await answer(2, {});
    expect(seen).toEqual(['n []']);
  });

  test('takes what is announced while it reads, if it is newer than what was read', async () => {
    const { seen, answer, announce, beat } = open();
    beat(4);
    announce(5, ['b', '1']);
    announce(6, ['b', '2']);
    await answer(5, { b: '1' });
    expect(seen).toEqual(['n [["b","1"]]', 'n [["b","2"]]']);
  });

  test('reads anew where an announcement was missed, and tells only what differs', async () => {
    const { seen, loads, answer, announce, beat } = open();
    beat(4);
    await answer(4, { a: '1', b: '1' });
    announce(7, ['c', '3']);
    expect(loads).toHaveLength(1);
    await answer(7, { b: '1', c: '3' });
    expect(seen.at(-1)).toBe('n [["a",null],["c","3"]]');
  });

  test('passes over what it has heard of already', async () => {
    const { seen, loads, answer, announce, beat } = open();
    beat(4);
    await answer(4, { a: '1' });
    announce(4, ['a', 'old']);
    announce(3, ['a', 'older']);
    expect(seen).toHaveLength(1);
    expect(loads).toEqual([]);
  });

  test('reads anew when two beats are ahead of it, not one: the announcement may be on its way', async () => {
    const { loads, answer, announce, beat } = open();
    beat(4);
    await answer(4, {});
    beat(5);
    announce(5);
    beat(5);
    expect(loads).toEqual([]);
    beat(6);
    beat(6);
    expect(loads).toHaveLength(1);
  });

  test('asks again at the next beat when reading failed', async () => {
    const { seen, loads, answer, beat } = open();
    beat(4);
    loads.shift()?.reject(new Error('lost'));
    await Promise.resolve();
    await Promise.resolve();
    beat(4);
    await answer(4, { a: '1' });
    expect(seen).toEqual(['n [["a","1"]]']);
  });

  test('lets a node go at its second absence, and tells it once', async () => {
    const { table, counts, seen, answer, beat } = open();
    beat(2);
    await answer(2, {});
    table.beaten(new Map());
    beat(2);
    table.beaten(new Map());
    expect(seen).toEqual(['n []']);
    table.beaten(new Map());
    table.beaten(new Map());
    table.gone('n');
    expect(seen).toEqual(['n []', 'n gone']);
    expect(counts.nodes).toBe(0);
  });

  test('does not show a node that went while it was being read', async () => {
    const { table, seen, answer, beat } = open();
    beat(2);
    table.gone('n');
    await answer(2, { a: '1' });
    expect(seen).toEqual([]);
  });

  test('forgets all when nobody knows any more', async () => {
    const { table, seen, answer, beat } = open();
    beat(2);
    await answer(2, {});
    table.clear();
    expect(seen).toEqual(['n []', 'n gone']);
  });
});
