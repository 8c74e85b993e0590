import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FAULT_NAMES } from './faults/faults.ts';
import { PHONE_ERRORS } from './people/phone-errors.ts';
import { startWorld } from './testing/world.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/sandbox.md'), 'utf8');

/** The first cells of a table's rows, under a heading. */
function firstCells(heading: string): string[][] {
  const section = guide.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)` +\| ([^|]*)\|/gm)].map(([, name = '', next = '']) => [
    name,
    next.trim(),
  ]);
}

test('the guide lists the faults that there are', () => {
  expect(firstCells('故障').map(([name]) => name)).toEqual(FAULT_NAMES);
});

test('the guide lists the control API’s errors with their status', () => {
  const documented = firstCells('控制接口').filter(([, status]) => /^\d+$/.test(status ?? ''));
  expect(Object.fromEntries(documented.map(([code, status]) => [code, Number(status)]))).toEqual(
    PHONE_ERRORS,
  );
});

test('the guide lists the control API’s operations', async () => {
  const world = await startWorld();
  await world.sandbox.app.ready();
  const documented = firstCells('控制接口')
    .map(([name = '']) => name.split(' '))
    .filter(([, path]) => path?.startsWith('/sandbox/api'));
  expect(documented).toHaveLength(36);
  for (const [method = '', path = ''] of documented) {
    expect([method, path, world.sandbox.app.hasRoute({ method, url: path })]).toEqual([method, path, true]);
  }
});
