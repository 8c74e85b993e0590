import { WeChatError, toShippingText } from '@carillon/wechat';
import type { ShippingUpload } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import { inWaves } from '../platform/in-waves.ts';
import { endAttempt, takeDue } from './shipping-store.ts';
import type { UploadEnd } from './shipping-store.ts';
import { ATTEMPT_LEASE_MS, pauseAfter } from './shipping.ts';
import type { DueShipping } from './shipping.ts';

const MAX_CONCURRENT_UPLOADS = 4;
const MAX_WAVES_PER_ROUND = 5;
/** That it is shipped already is what was to be told. */
const DONE: ReadonlySet<string> = new Set([
  'wechat_shipping_done_already',
  'wechat_shipping_correction_spent',
]);

export interface UploadParts {
  readonly context: Context;
  /** Undefined where there is no mini program. */
  readonly shipping: ShippingUpload | undefined;
  /** Is told of the order whenever an upload ended. */
  readonly onChange: (orderId: number) => Promise<void>;
}

/**
 * Uploads the shipping information whose time has come. What WeChat has not refused for good is tried again, ever more
 * seldom; the rest is written down as failed, for somebody to look at. Whatever happens, the order stays as it is.
 */
export async function uploadDueShipping({ context, shipping, onChange }: UploadParts): Promise<void> {
  if (shipping === undefined) return;
  const { database, clock } = context;
  const take = async () => {
    const now = clock.now();
    const leaseUntil = new Date(now.getTime() + ATTEMPT_LEASE_MS);
    return takeDue(database.db, { now, leaseUntil, limit: MAX_CONCURRENT_UPLOADS });
  };
  await inWaves(MAX_WAVES_PER_ROUND, take, async (upload) => {
    const end = await tryUpload(context, shipping, upload);
    if (await endAttempt(database.db, upload, end)) await onChange(upload.orderId);
  });
}

async function tryUpload(
  { clock, logger }: Context,
  shipping: ShippingUpload,
  upload: DueShipping,
): Promise<UploadEnd> {
  const { id, orderId, attempts, transactionId, openid, logistics } = upload;
  try {
    // A second upload of the same is the one correction that a payment has, and tells the buyer again.
    const isKnown = attempts > 1 && (await shipping.find(transactionId)) !== 'to_ship';
    const description = toShippingText(upload.description);
    if (!isKnown) {
      await shipping.upload({ transactionId, openid, logistics, description, uploadedAt: clock.now() });
    }
    logger.info({ orderId }, 'the shipping of an order was uploaded');
    return { state: 'uploaded', at: clock.now() };
  } catch (error) {
    const { code, isFinal } = describe(error);
    const at = clock.now();
    if (DONE.has(code)) return { state: 'uploaded', at };
    logger.warn({ orderId, uploadId: id, attempts, code, err: error }, 'shipping was not uploaded');
    if (isFinal) return { state: 'failed', at, error: code };
    return { state: 'waiting', againAt: new Date(at.getTime() + pauseAfter(attempts)), error: code };
  }
}

/** A mistake of ours may be mended by a later attempt, and must not hold up the uploads behind it. */
function describe(error: unknown): { code: string; isFinal: boolean } {
  if (!(error instanceof WeChatError)) return { code: 'internal_error', isFinal: false };
  return { code: error.code, isFinal: error.outcome === 'final' };
}
