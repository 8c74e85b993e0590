import { createHash } from 'node:crypto';
import type { Context } from '../platform/context.ts';
import { trimRefusals, upsertRefusals } from './refusal-store.ts';
import type { RefusedNotification } from './refusal-store.ts';

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

/** A notification as it came in. */
export interface ReceivedNotification {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody: Buffer;
}

export interface NotificationRefusal extends ReceivedNotification {
  /** Code of the error that refused it. */
  readonly reason: string;
  /** What was found wrong. */
  readonly detail?: unknown;
}

/**
 * Writes a refused notification down, so that money which someone says was paid is never just forgotten. The
 * same notification refused again for the same reason is counted, not written again.
 */
export async function recordRefusal(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  refusal: NotificationRefusal,
): Promise<void> {
  await recordRefusals({ database }, [makeRefusal({ ...refusal, at: clock.now() })]);
}

/** Writes refusals for one reason down, no two of the same body. */
export async function recordRefusals(
  { database }: Pick<Context, 'database'>,
  refusals: readonly RefusedNotification[],
): Promise<void> {
  const [first] = refusals;
  if (first === undefined) return;
  await database.transaction(async (tx) => {
    await upsertRefusals(tx, refusals);
    await trimRefusals(tx, { reason: first.reason, keep: KEPT_PER_REASON });
  });
}

/** What is kept of a refused notification; some KiB at most. */
export function makeRefusal(refusal: NotificationRefusal & { at: Date }): RefusedNotification {
  const { reason, detail, headers, rawBody, at } = refusal;
  return {
    ...{ reason, detail, at, times: 1 },
    bodyHash: createHash('sha256').update(rawBody).digest('hex'),
    body: readable(rawBody.subarray(0, KEPT_BODY_BYTES)),
    headers: keptHeaders(headers),
  };
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
