import type { Tx } from '../platform/database.ts';
import type { MessageRequest } from './message.ts';
import { insertMessage } from './message-store.ts';

/**
 * Asks for a message of the service account, in the transaction of what it tells of: it is sent exactly if that
 * happens, and that never fails because of it. Sent within seconds, tried again for some ten minutes.
 * @returns its id, by which its fate is shown
 */
export async function askMessage(tx: Tx, message: MessageRequest): Promise<number> {
  return insertMessage(tx, message);
}
