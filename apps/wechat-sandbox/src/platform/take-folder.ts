import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another process has the folder. */
class FolderTakenError extends Error {
  constructor(folder: string) {
    super(
      `Another sandbox is running on the folder ${folder}. Stop it, or set CARILLON_DATA to another folder.`,
    );
    this.name = 'FolderTakenError';
  }
}

/**
 * Takes a folder for this process until it ends, however it ends: two that write one ledger lose each other's
 * lines. The owner listens on a socket named after the folder, so that the system itself says whether it lives.
 * @throws FolderTakenError
 */
export async function takeFolder(folder: string): Promise<void> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  const socketPath = join(tmpdir(), `carillon-sandbox-${name}.sock`);
  if (await isAnswered(socketPath)) throw new FolderTakenError(folder);
  await rm(socketPath, { force: true });
  const owner = createServer((visitor) => visitor.destroy());
  owner.listen(socketPath);
  await once(owner, 'listening').catch(() => {
    throw new FolderTakenError(folder);
  });
  owner.unref();
}

async function isAnswered(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
