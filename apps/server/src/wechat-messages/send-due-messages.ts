import { WeChatError, toMessageText } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import type { Database } from '../platform/database.ts';
import { isThereAlready } from '../platform/database/explain-error.ts';
import { fewAtATime } from '../platform/few-at-a-time.ts';
import type { TemplateSetting } from '../platform/wechat-credentials.ts';
import type { ServiceAccount } from '../platform/wechat.ts';
import { ATTEMPT_LEASE_MS, ATTEMPT_PAUSES_SECONDS, TEMPLATE_OF } from './message.ts';
import type { DueMessage } from './message.ts';
import { deleteForeignFates, endAttempt, takeDue } from './message-store.ts';
import type { AttemptEnd } from './message-store.ts';

const MAX_MESSAGES_PER_ROUND = 20;
const MAX_CONCURRENT_MESSAGES = 4;
const MAX_ATTEMPTS = ATTEMPT_PAUSES_SECONDS.length + 1;
/** A fate that came before the answer to its sending was written down has waited long enough by then. */
const FOREIGN_FATES_MS = 24 * 60 * 60_000;

/** Told that something became of a message about an order: in vain is no harm, for it is read as well. */
type TellOfMessage = (orderId: number) => Promise<void>;

export interface SendingParts {
  readonly context: Context;
  /** That messages are sent by; undefined where there is none. */
  readonly account: ServiceAccount | undefined;
  readonly onChange: TellOfMessage;
}

/**
 * Sends the messages whose time has come. What WeChat has not refused for good is tried again, ever more seldom; the
 * rest is written down as failed, with the code. Whatever happens, the order it is about stays as it is.
 */
export async function sendDueMessages({ context, account, onChange }: SendingParts): Promise<void> {
  const { database, clock, logger } = context;
  const now = clock.now();
  await deleteForeignFates(database.db, new Date(now.getTime() - FOREIGN_FATES_MS));
  const due = await takeDue(database.db, {
    now,
    leaseUntil: new Date(now.getTime() + ATTEMPT_LEASE_MS),
    limit: MAX_MESSAGES_PER_ROUND,
  });
  await fewAtATime(due, MAX_CONCURRENT_MESSAGES, async (message) => {
    const { id: messageId, orderId } = message;
    const end = await tryMessage(context, account, message);
    try {
      const isWritten = await writeEnd(database, message, end);
      if (isWritten && orderId !== null) await onChange(orderId);
    } catch (err) {
      logger.error({ orderId, messageId, end, err }, 'what became of a message could not be written down');
    }
  });
}

/**
 * Writes down how an attempt went. A number under which WeChat took another message before tells two fates at once: as
 * no fate can be told of this one, it has failed.
 */
async function writeEnd({ db }: Database, message: DueMessage, end: AttemptEnd): Promise<boolean> {
  try {
    return await endAttempt(db, message, end);
  } catch (error) {
    if (end.state !== 'sent' || !isThereAlready(error)) throw error;
    return endAttempt(db, message, { state: 'failed', at: end.at, error: 'number_reused' });
  }
}

async function tryMessage(
  context: Context,
  account: ServiceAccount | undefined,
  message: DueMessage,
): Promise<AttemptEnd> {
  const at = context.clock.now();
  // What became of the last attempt could not be written down. It may have arrived: it is not sent again.
  if (message.attempts > MAX_ATTEMPTS) return { state: 'failed', at, error: 'attempts_lost' };
  const template = account?.templates[TEMPLATE_OF[message.kind]];
  if (account === undefined || template === undefined) {
    return { state: 'failed', at, error: account ? 'template_missing' : 'service_account_missing' };
  }
  try {
    const { msgId } = await account.messages.send({
      openid: message.openid,
      templateId: template.id,
      data: dataFor(template, message),
      url: message.url,
      // WeChat drops a second one of this id, should the answer to the first have been lost.
      clientMsgId: `carillon-${message.id}`,
    });
    return { state: 'sent', at: context.clock.now(), msgId };
  } catch (error) {
    const { id, orderId, attempts } = message;
    const { code, isFinal } = describe(error);
    context.logger.warn({ orderId, messageId: id, attempts, code, err: error }, 'a message was not sent');
    const pauseSeconds = ATTEMPT_PAUSES_SECONDS[attempts - 1];
    const failedAt = context.clock.now();
    if (isFinal || pauseSeconds === undefined) return { state: 'failed', at: failedAt, error: code };
    return { state: 'waiting', againAt: new Date(failedAt.getTime() + pauseSeconds * 1000), error: code };
  }
}

/** A mistake of ours may be mended by a later attempt, and must not hold up the messages behind it. */
function describe(error: unknown): { code: string; isFinal: boolean } {
  if (!(error instanceof WeChatError)) return { code: 'internal_error', isFinal: false };
  return { code: error.code, isFinal: error.outcome === 'final' };
}

/** The message's fields by the template's own keys, each cut to what it may hold. */
function dataFor({ keys }: TemplateSetting, { data }: DueMessage): Record<string, string> {
  const named = Object.entries(data).flatMap(([ours, text]) => {
    const key = keys === undefined ? ours : keys[ours];
    return key === undefined ? [] : [[key, toMessageText(key, text)] as const];
  });
  return Object.fromEntries(named);
}
