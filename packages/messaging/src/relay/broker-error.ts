import type { Frame } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';

/** Of a body so much is looked at. */
const MAX_BODY_BYTES = 400;

/** What an ERROR frame says, in one line. RabbitMQ's body says more than its header, ActiveMQ's is a stack trace. */
export function reasonOf({ headers, body }: Frame): string {
  const message = headers.message ?? 'ERROR';
  const [line = ''] = Buffer.from(body.subarray(0, MAX_BODY_BYTES)).toString('utf8').trim().split('\n');
  return line === '' || line.includes(message) || /exception/i.test(line) ? message : `${message}: ${line}`;
}

/** Whatever ended a connection, as those hear it who used it. */
export function asLoss(error: unknown): MessagingError {
  if (error instanceof MessagingError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new MessagingError('broker_unavailable', detail, { cause: error });
}
