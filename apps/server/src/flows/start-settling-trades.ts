import type { PayClient } from '@carillon/wechat';
import { hastenTrades } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { repeat } from '../platform/repeat.ts';
import { settleDueTrades } from './settle-due-trades.ts';

/** How often trades are looked for that no notification has told of. */
const DUE_TRADES_MS = 5_000;

/**
 * Begins to ask WeChat about trades that no notification has told of. Those that are open now are asked about at
 * once: their notifications may have come while nobody listened. Resolves before WeChat has answered.
 * @returns stops it
 */
export async function startSettlingTrades(context: Context, pay: PayClient): Promise<() => void> {
  await hastenTrades(context);
  const { logger } = context;
  return repeat(DUE_TRADES_MS, async () => settleDueTrades(context, pay), { logger, atOnce: true });
}
