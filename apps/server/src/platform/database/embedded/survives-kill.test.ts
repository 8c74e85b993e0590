import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDataFolder } from '../../../testing/prepared-embedded.ts';
import { createSqlJournal } from '../../journal/sql-journal.ts';
import { createLogger } from '../../logging.ts';
import { openEmbedded } from './open-embedded.ts';

const SHOP = '/topic/shops/7/orders';
const APPENDER = new URL('../../../testing/appender-process.ts', import.meta.url).pathname;
const ROUNDS = 2;
const COMMITS_BEFORE_KILL = 60;

let folder: string;
beforeAll(async () => {
  folder = await makeDataFolder();
}, 120_000);
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Runs the appender until it has told of enough commits, then kills it. @returns the numbers it told. */
async function appendUntilKilled(): Promise<number[]> {
  const appender = spawn(process.execPath, [APPENDER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(appender, 'exit');
  const told: number[] = [];
  for await (const line of createInterface(appender.stdout)) {
    told.push(Number(line));
    if (told.length === COMMITS_BEFORE_KILL) appender.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return told;
}

async function readJournal(): Promise<number[]> {
  const database = await openEmbedded({
    dataFolder: folder,
    logger: createLogger({ level: 'silent' }),
    onFailure: (error) => {
      throw error;
    },
  });
  const page = await createSqlJournal(database).read(SHOP, 0, 100_000);
  await database.close();
  return page.entries.map(({ seq }) => seq);
}

it(
  'opens after SIGKILL with every acknowledged commit and a journal without holes',
  { timeout: 120_000 },
  async () => {
    const acknowledged: number[] = [];
    // Each round's process first opens what the kill before left behind.
    for (let round = 0; round < ROUNDS; round += 1) acknowledged.push(...(await appendUntilKilled()));
    const kept = await readJournal();
    expect(kept).toEqual(kept.map((_, index) => index + 1));
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    // No number was given twice.
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
  },
);
