#!/usr/bin/env node
import { migrations } from './migrations/index.ts';
import { addShop, addStaff } from './operator/add-people.ts';
import { examine } from './operator/doctor.ts';
import { writeFindings } from './operator/finding.ts';
import { rotateKeys } from './passes/index.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import type { Database } from './platform/database.ts';
import { migrate } from './platform/database/migrate.ts';
import { createLogger } from './platform/logging.ts';

const USAGE = `carillon <command>

  serve    runs the server, as \`node apps/server/src/main.ts\` does
  shop add NAME
           opens a shop with nothing on its menu, and prints its number
  staff add USERNAME NAME SHOP ROLE
           adds an owner, manager or clerk to a shop, and prints a password, which is to be changed
  pass-keys rotate [--forget]
           signs passes by another key from now on; --forget after a leak: refuses every code that an older key signed
  doctor   looks at the database, the books, Redis and WeChat, and says what to do; exits with 1 if something fails

All read the same variables of the environment: docs/production.md.
`;

/** What an operator types: `carillon serve`, `carillon doctor`. */
async function run(command: string | undefined): Promise<void> {
  if (command === 'serve') {
    await import('./main.ts');
    return;
  }
  if ((command === 'shop' || command === 'staff') && process.argv[3] === 'add') {
    const told = await add(command, process.argv.slice(4));
    process.stdout.write(told ?? USAGE);
    if (told === undefined) process.exitCode = 2;
    return;
  }
  if (command === 'pass-keys' && process.argv[3] === 'rotate') {
    const forgetOld = process.argv[4] === '--forget';
    const rotate = async (database: Database) => rotateKeys(database, { now: systemClock.now(), forgetOld });
    process.stdout.write(await inDatabase(async (database) => `pass key ${await rotate(database)}\n`));
    return;
  }
  if (command !== 'doctor') {
    process.stdout.write(USAGE);
    process.exitCode = command === undefined || command === 'help' || command === '--help' ? 0 : 2;
    return;
  }
  const findings = await examine(readConfig(), {
    clock: systemClock,
    logger: createLogger({ level: 'silent' }),
  });
  process.stdout.write(writeFindings(findings));
  process.exitCode = findings.some(({ state }) => state === 'fail') ? 1 : 0;
}

/** Adds a shop or a staff member. Returns what the operator is to know; undefined when something is left out. */
async function add(
  what: 'shop' | 'staff',
  [first, name, shop, role]: readonly string[],
): Promise<string | undefined> {
  if (first === undefined) return undefined;
  if (what === 'shop') return inDatabase(async (database) => `shop ${await addShop(database, first)}\n`);
  if (name === undefined || shop === undefined || role === undefined) return undefined;
  const staff = { username: first, name, shopId: Number(shop), role };
  return inDatabase(async (database) => `password ${await addStaff(database, staff)}\n`);
}

async function inDatabase(work: (database: Database) => Promise<string>): Promise<string> {
  const logger = createLogger({ level: 'silent' });
  const database = await openDatabase(readConfig(), { logger, onFailure: () => undefined });
  try {
    await migrate(database, migrations);
    return await work(database);
  } finally {
    await database.close();
  }
}

run(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`carillon: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
