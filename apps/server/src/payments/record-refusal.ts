import { createHash } from 'node:crypto';
import type { Context } from '../platform/context.ts';
import { trimRefusals, upsertRefusal } from './notification-store.ts';

/** Refusals kept per reason, so that a flood of forgeries cannot push out a wrong amount. */
const KEPT_PER_REASON = 200;
/** WeChat's notifications have about 1 KiB. */
const KEPT_BODY_BYTES = 4_096;
const KEPT_HEADER_LENGTH = 512;
const KEPT_HEADERS = [
  'request-id',
  'wechatpay-serial',
  'wechatpay-timestamp',
  'wechatpay-nonce',
  'wechatpay-signature',
  'wechatpay-signature-type',
];

export interface NotificationRefusal {
  /** Code of the error that refused it. */
  readonly reason: string;
  /** What was found wrong. */
  readonly detail?: unknown;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody: Buffer;
}

/**
 * Writes a refused notification down, so that money which someone says was paid is never just forgotten. The
 * same notification refused again for the same reason is counted, not written again.
 */
export async function recordRefusal(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { reason, detail, headers, rawBody }: NotificationRefusal,
): Promise<void> {
  await database.transaction(async (tx) => {
    await upsertRefusal(tx, {
      reason,
      detail,
      bodyHash: createHash('sha256').update(rawBody).digest('hex'),
      body: readable(rawBody.subarray(0, KEPT_BODY_BYTES)),
      headers: keptHeaders(headers),
      at: clock.now(),
    });
    await trimRefusals(tx, { reason, keep: KEPT_PER_REASON });
  });
}

/** PostgreSQL's text holds no NUL. */
function readable(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '\uFFFD');
}

function keptHeaders(headers: NotificationRefusal['headers']): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = headers[name];
      if (value === undefined) return [];
      return [[name, String(value).slice(0, KEPT_HEADER_LENGTH)]];
    }),
  );
}
