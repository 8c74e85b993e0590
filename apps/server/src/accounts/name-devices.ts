import { AppError } from '../platform/errors.ts';
import type { Sessions } from '../platform/sessions/sessions.ts';

/**
 * What the devices of sessions were called when they logged in. Left out are ended sessions, and all of them while
 * it cannot be looked up: who is online is worth telling without the names of what they hold.
 */
export async function nameDevices(
  sessions: Pick<Sessions, 'read'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  try {
    return new Map((await sessions.read(ids)).map(({ id, device }) => [id, device]));
  } catch (error) {
    if (error instanceof AppError && error.status === 503) return new Map();
    throw error;
  }
}
