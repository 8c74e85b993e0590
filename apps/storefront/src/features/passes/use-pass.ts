import type { LineState } from '@carillon/buyer';
import { passDestination } from '@carillon/contract';
import type { Pass, PassEntry, PassEvent, PassResult } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { ASK_EVERY_MS } from '../../lib/ask-every-ms.ts';
import { useRealtime } from '../../lib/realtime.ts';
import { useLoader } from '../../lib/use-loader.ts';
import { useReturn } from '../../lib/use-return.ts';

interface LivePass {
  pass: ComputedRef<Pass | undefined>;
  /** What was booked on it, the newest first, as far as it was read. */
  entries: ComputedRef<readonly PassEntry[]>;
  /** How it stands with earlier entries. */
  older: Readonly<ShallowRef<'none' | 'some' | 'loading' | 'failed'>>;
  readOlder: () => Promise<void>;
  /** Why there is nothing to show. */
  error: ComputedRef<unknown>;
  line: ComputedRef<LineState>;
  reload: () => Promise<void>;
}

/**
 * One pass as it is used: read once, then followed by its journal.
 * @param onResult told of each scan while the page is open, and of those that a lost line kept back
 */
export function usePass(passId: number, onResult: (result: PassResult) => void): LivePass {
  const api = useApi();
  const realtime = useRealtime();
  const told = shallowRef<{ pass: Pass; seq: number }>();
  const entries = shallowRef<ReadonlyMap<number, PassEntry>>(new Map());
  const older = shallowRef<'none' | 'some' | 'loading' | 'failed'>('none');
  const isRefused = shallowRef(false);
  const line = computed(() => (isRefused.value ? 'refused' : realtime.state.value));
  const over = new AbortController();
  let nextBefore: number | null = null;
  let stopListening: (() => void) | undefined;

  function goOnFrom(before: number | null): void {
    nextBefore = before;
    older.value = before === null ? 'none' : 'some';
  }

  const { state, reload } = useLoader(async (signal) => {
    const { pass, seq, entries: newest, next } = await api('readPass', { params: { passId }, signal });
    if (!told.value || seq >= told.value.seq) told.value = { pass, seq };
    const joins = newest.some(({ id }) => entries.value.has(id));
    entries.value = withEntries(joins ? entries.value : new Map(), newest);
    if (!joins) goOnFrom(next);
    stopListening ??= listen(seq);
  });

  function listen(after: number): () => void {
    return realtime.listen(passDestination(passId), {
      after,
      onMessage({ seq = 0, json }) {
        const { pass, result } = json() as PassEvent;
        // Whatever was read meanwhile, the screen that shows the code does not know it from there.
        if (result) onResult(result);
        if (told.value && seq <= told.value.seq) return;
        told.value = { pass, seq };
        // The ledger is not in the event.
        void reload();
      },
      onRecovery({ recovered }) {
        if (recovered) return;
        if (told.value) told.value = { ...told.value, seq: 0 };
        void reload();
      },
      onRefused: () => (isRefused.value = true),
    });
  }

  async function readOlder(): Promise<void> {
    if (nextBefore === null || older.value === 'loading') return;
    older.value = 'loading';
    try {
      const call = { params: { passId }, query: { before: nextBefore }, signal: over.signal };
      const page = await api('readPass', call);
      entries.value = withEntries(entries.value, page.entries);
      goOnFrom(page.next);
    } catch {
      older.value = 'failed';
    }
  }

  const asking = setInterval(() => {
    const isTold = ['online', 'catching-up'].includes(line.value);
    if (isTold || stopListening === undefined || document.visibilityState === 'hidden') return;
    void reload();
  }, ASK_EVERY_MS);

  useReturn(() => {
    realtime.wake();
    if (line.value !== 'online') void reload();
  });
  onScopeDispose(() => {
    clearInterval(asking);
    over.abort();
    stopListening?.();
  });

  return {
    pass: computed(() => told.value?.pass),
    entries: computed(() => [...entries.value.values()].sort((one, other) => other.id - one.id)),
    older,
    readOlder,
    error: computed(() => (state.value.name === 'failed' ? state.value.error : undefined)),
    line,
    reload,
  };
}

function withEntries(
  before: ReadonlyMap<number, PassEntry>,
  page: readonly PassEntry[],
): ReadonlyMap<number, PassEntry> {
  const all = new Map(before);
  for (const entry of page) all.set(entry.id, entry);
  return all;
}
