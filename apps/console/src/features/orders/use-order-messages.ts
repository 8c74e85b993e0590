import type { Api, OrderMessage } from '@carillon/contract';
import { onScopeDispose } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import { useReading } from '../../lib/use-reading.ts';

/** How often a message is looked after whose fate WeChat has still to tell. */
const LOOK_EVERY_MS = 10_000;

/** What WeChat's messages about an order came to: read, and read again while one is on its way. Ends with its scope. */
export function useOrderMessages({ api, clock, orderId }: { api: Api; clock: Clock; orderId: number }) {
  const reading = useReading<readonly OrderMessage[]>(
    async (signal) => (await api('readOrderMessages', { params: { orderId }, signal })).messages,
  );
  function isUnsettled(): boolean {
    const { value: state } = reading.state;
    if (state.name !== 'ready' || state.isBusy) return false;
    return state.value.some(({ fate }) => fate === 'waiting' || fate === 'sent');
  }
  onScopeDispose(clock.every(LOOK_EVERY_MS, () => isUnsettled() && void reading.again()));
  void reading.start();
  return { state: reading.state, again: reading.again };
}
