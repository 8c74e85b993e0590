/**
 * A process to be killed: appends to one destination of the embedded database in a data folder (argument 1) as
 * fast as it can, and prints each number once its commit has returned.
 */
import { writeSync } from 'node:fs';
import { openEmbedded } from '../platform/database/embedded/open-embedded.ts';
import { createLogger } from '../platform/logging.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';

const APPENDS_LIMIT = 100_000;

const database = await openEmbedded({
  logger: createLogger({ level: 'silent' }),
  dataFolder: process.argv[2],
  onFailure: (error) => {
    throw error;
  },
});
for (let n = 0; n < APPENDS_LIMIT; n += 1) {
  const seq = await database.transaction((tx) => appendToJournal(tx, '/topic/shops/7/orders', { n }));
  // Straight to the descriptor: what was printed must have left this process.
  writeSync(1, `${seq}\n`);
}
