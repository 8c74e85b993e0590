import type { TradeReply, TradeResult } from '@carillon/contract';
import { onScopeDispose, watch } from 'vue';
import { provided } from '../../lib/provided.ts';
import type { WatchTrade } from './watch-trade.ts';

/** The watch of trades, provided by `main.ts`; tests provide one of their own. */
const [tradeWatchKey, useWatch] = provided<WatchTrade>('the watch of trades');
export { tradeWatchKey };

/** Watches the trade that is shown, and tells once how each of them was settled, while the scope lives. */
export function useTradeWatch(
  trade: () => TradeReply | undefined,
  onSettled: (result: TradeResult) => void,
): void {
  const watchTrade = useWatch();
  let stop: (() => void) | undefined;
  watch(
    () => trade()?.outTradeNo,
    () => {
      stop?.();
      const shown = trade();
      stop = shown && watchTrade(shown, onSettled);
    },
    { immediate: true },
  );
  onScopeDispose(() => stop?.());
}
