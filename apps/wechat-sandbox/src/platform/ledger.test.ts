import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openLedger } from './ledger.ts';

const dish = z.object({ name: z.string(), fen: z.number() });

function ledgerFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'sandbox', 'ledger.jsonl');
}

test('finds rows again after a restart, as last written', () => {
  const file = ledgerFile();
  const first = openLedger(file);
  const before = first.table('dishes', dish, 10);
  before.put('a', { name: '牛肉面', fen: 2800 });
  before.put('b', { name: '凉皮', fen: 1200 });
  before.put('a', { name: '牛肉面', fen: 3000 });
  first.close();

  const after = openLedger(file).table('dishes', dish, 10);
  expect(after.rows()).toEqual([
    { name: '牛肉面', fen: 3000 },
    { name: '凉皮', fen: 1200 },
  ]);
});

test('finds rows again when it was never closed', () => {
  const file = ledgerFile();
  openLedger(file).table('dishes', dish, 10).put('a', { name: '凉皮', fen: 1200 });
  expect(openLedger(file).table('dishes', dish, 10).get('a')).toEqual({ name: '凉皮', fen: 1200 });
});

test('passes over a line that a kill has torn', () => {
  const file = ledgerFile();
  openLedger(file).table('dishes', dish, 10).put('a', { name: '凉皮', fen: 1200 });
  appendFileSync(file, '{"table":"dishes","key":"b","row":{"na');
  const table = openLedger(file).table('dishes', dish, 10);
  expect(table.rows()).toHaveLength(1);
});

test('lets rows of another shape go', () => {
  const file = ledgerFile();
  openLedger(file)
    .table('dishes', z.object({ title: z.string() }), 10)
    .put('a', { title: '凉皮' });
  expect(openLedger(file).table('dishes', dish, 10).rows()).toEqual([]);
});

test('keeps no more rows than its limit, the newest', () => {
  const file = ledgerFile();
  const table = openLedger(file).table('dishes', dish, 2);
  for (const key of ['a', 'b', 'c']) table.put(key, { name: key, fen: 1 });
  expect(table.rows().map(({ name }) => name)).toEqual(['b', 'c']);
  const reopened = openLedger(file).table('dishes', dish, 2);
  expect(reopened.rows().map(({ name }) => name)).toEqual(['b', 'c']);
});

test('does not grow without end when one row changes again and again', () => {
  const file = ledgerFile();
  const table = openLedger(file).table('dishes', dish, 10);
  for (let fen = 0; fen < 5_000; fen += 1) table.put('a', { name: '凉皮', fen });
  expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(2_100);
  expect(openLedger(file).table('dishes', dish, 10).get('a')).toEqual({ name: '凉皮', fen: 4_999 });
});
