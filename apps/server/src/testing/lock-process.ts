/** A process that tries to take a folder lock (argument 1), says how that went, and holds it until its input ends. */
import { DatabaseError } from '../platform/database/database-errors.ts';
import { takeFolderLock } from '../platform/database/embedded/folder-lock.ts';

process.stdin.once('data', () => {
  try {
    takeFolderLock(process.argv[2] ?? '');
    process.stdout.write('taken\n');
  } catch (error) {
    process.stdout.write(`${error instanceof DatabaseError ? error.code : String(error)}\n`);
  }
});
process.stdout.write('waiting\n');
