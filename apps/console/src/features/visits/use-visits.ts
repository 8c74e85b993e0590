import { shopVisitsDestination } from '@carillon/contract';
import type { Api, PassVisit, VisitEvent } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import type { Line } from '../../lib/line.ts';
import { usePages } from '../../lib/use-pages.ts';
import { visitsNow } from './visits-now.ts';
import type { HeardVisit } from './visits-now.ts';

export interface VisitsOptions {
  shopId: number;
  api: Api;
  line: Pick<Line, 'subscribe'>;
  /** In China, `YYYY-MM-DD`. */
  day: Readonly<Ref<string>>;
}

/** More that was heard since the list was read than this, and it is read anew. */
const MAX_HEARD = 500;

/**
 * The visits of a day, read by pages and followed by the line from the journal number of the first reading, so that
 * nothing falls between. Ends with its scope.
 */
export function useVisits({ shopId, api, line, day }: VisitsOptions) {
  const totals = shallowRef({ day: day.value, taken: 0, undone: 0, seq: 0 });
  const heard = shallowRef<readonly HeardVisit[]>([]);
  let subscription: { unsubscribe(): void } | undefined;
  let disposed = false;

  const pages = usePages<PassVisit>(async (before, signal) => {
    const { value: asked } = day;
    const query = { day: asked, ...(before !== undefined && { before }) };
    const reply = await api('listVisits', { params: { shopId }, query, ...(signal && { signal }) });
    if (before === undefined && !signal?.aborted) begin(asked, reply);
    return { items: reply.visits, next: reply.next };
  });

  function begin(of: string, { taken, undone, seq }: { taken: number; undone: number; seq: number }): void {
    totals.value = { day: of, taken, undone, seq };
    heard.value = heard.value.filter((one) => one.seq > seq);
    if (!disposed) follow(seq);
  }
  function follow(after: number): void {
    subscription ??= line.subscribe(shopVisitsDestination(shopId), {
      after,
      onMessage(message) {
        heard.value = [...heard.value, { seq: message.seq ?? 0, event: message.json() as VisitEvent }];
        if (heard.value.length > MAX_HEARD) void pages.again();
      },
      onRecovery({ recovered }) {
        if (!recovered) void pages.again();
      },
    });
  }
  watch(day, () => void pages.list(), { immediate: true });
  onScopeDispose(() => {
    disposed = true;
    subscription?.unsubscribe();
  });

  return {
    pages,
    /** How the day stands now; undefined until it is read. */
    now: computed(() => {
      const { value: state } = pages.state;
      if (state.name !== 'ready') return undefined;
      const { day: of, ...numbers } = totals.value;
      return visitsNow(of, { visits: state.value.items, ...numbers }, heard.value);
    }),
  };
}

export type Visits = ReturnType<typeof useVisits>;
