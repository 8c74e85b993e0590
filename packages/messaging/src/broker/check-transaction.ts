import type { Operation } from '../core/broker.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import { bytesOf } from './held-message.ts';
import type { SessionLedger } from './session-ledger.ts';
import type { SharedQueues } from './shared-queues.ts';

/**
 * Finds out before anything is done whether all of a transaction can be (STOMP 1.2, "COMMIT"). Throws
 * MessagingError `unknown_ack`, also for what an earlier frame of it settles, or `queue_full`.
 */
export function checkTransaction(
  operations: readonly Operation[],
  { ledger, sender }: { ledger: SessionLedger | undefined; sender: string },
  queues: SharedQueues,
): void {
  const settled = new Set<string>();
  const messages: Message[] = [];
  for (const operation of operations) {
    if ('message' in operation) {
      if (isForQueue(operation.message, queues)) messages.push(operation.message);
      continue;
    }
    const { id } = operation.acknowledgement;
    const window = ledger?.find(operation.acknowledgement);
    if (!window || settled.has(`${window.serial} ${id}`)) throw new MessagingError('unknown_ack', id);
    for (const covered of window.coveredBy(id)) settled.add(`${window.serial} ${covered}`);
  }
  requireRoom(messages, sender, queues);
}

/** Says whether one of those who are subscribed gets a message, and it waits until there is one. */
export function isForQueue({ destination, onlyFor }: Message, queues: SharedQueues): boolean {
  return onlyFor === undefined && queues.include(destination);
}

function requireRoom(messages: readonly Message[], sender: string, queues: SharedQueues): void {
  const bytes = messages.reduce((sum, message) => sum + bytesOf(message), 0);
  const counts = new Map<string, number>();
  for (const { destination } of messages) counts.set(destination, (counts.get(destination) ?? 0) + 1);
  for (const [destination, count] of counts) {
    queues.requireRoom(destination, { messages: count, bytes, sender });
  }
}
