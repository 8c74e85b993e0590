import { ApiError, shopOrdersDestination } from '@carillon/contract';
import type { Api, Order, OrderEvent } from '@carillon/contract';
import { onScopeDispose, readonly, shallowRef, toRaw } from 'vue';
import type { Ref } from 'vue';
import { applyAnswer, applyEvent, disowned, emptyBoard, loadBoard } from '../../features/board/board.ts';
import type { Board } from '../../features/board/board.ts';
import { summarise } from '../../features/connection/catch-up.ts';
import type { CatchUp } from '../../features/connection/catch-up.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Line, LineMessage, LineState } from '../../lib/line.ts';

export interface LiveBoardOptions {
  shopId: number;
  api: Api;
  clock: Clock;
  line: Omit<Line, 'ask'>;
  /** Called for each event as it happens, not for what the journal gives again. */
  onEvent: (event: OrderEvent, before: Board) => void;
}

export type LoadState =
  | { readonly name: 'loading' }
  | { readonly name: 'ready' }
  | { readonly name: 'failed'; readonly error: unknown };

const LOAD_AGAIN_AFTER_MS = 5000;

/**
 * A shop's orders, kept as the server has them: read once by HTTP, then followed by the line from the
 * journal number of that reading, so that nothing falls between. Ends with its scope.
 */
export function useLiveBoard({ shopId, api, clock, line, onEvent }: LiveBoardOptions) {
  const board = shallowRef<Board>(emptyBoard);
  const load = shallowRef<LoadState>({ name: 'loading' });
  const lineState = shallowRef<LineState>({ name: 'connecting' });
  const lineToldAtMs = shallowRef(clock.now());
  const catchUp = shallowRef<CatchUp>();
  /** `sinceMs` by `clock.elapsed`. */
  let lost: { before: Order[]; sinceMs: number } | undefined;
  let reading: Promise<void> | undefined;
  let recovering: Promise<void> | undefined;
  let subscribed = false;
  let cancelRetry: (() => void) | undefined;
  let disposed = false;

  async function read(): Promise<void> {
    cancelRetry?.();
    try {
      const reply = await api('readBoard', { params: { shopId } });
      board.value = loadBoard(board.value, reply);
      load.value = { name: 'ready' };
      if (!disposed) follow(reply.seq);
    } catch (error) {
      if (load.value.name !== 'ready') load.value = { name: 'failed', error };
      // Refusals stay refusals; what the network swallowed is asked for again.
      if (!disposed && !isRefusal(error)) readAgainLater();
    }
  }
  function readAgainLater(): void {
    cancelRetry = clock.after(LOAD_AGAIN_AFTER_MS, () => void reload());
    if (subscribed) return;
    const since = lineState.value.name === 'offline' ? lineState.value.since : clock.now();
    tellLine({ name: 'offline', since, retryInMs: LOAD_AGAIN_AFTER_MS, reason: 'board not readable' });
  }
  function reload(): Promise<void> {
    reading ??= read().finally(() => (reading = undefined));
    return reading;
  }

  async function startAnew(): Promise<void> {
    board.value = disowned(board.value);
    if (reading) {
      // What is being read may be from before the gap: it gives way too.
      await reading;
      board.value = disowned(board.value);
    }
    await reload();
  }

  function follow(seq: number): void {
    if (subscribed) return;
    subscribed = true;
    line.subscribe(shopOrdersDestination(shopId), {
      after: seq,
      onMessage: take,
      onRecovery({ recovered }) {
        if (!recovered) recovering = startAnew();
      },
      onRefused: ({ code }) => hangUp(code),
    });
    line.connect();
  }
  /** A line that may not bring this shop's orders is of no use, and would call itself online. */
  function hangUp(code: string): void {
    stopStates();
    line.close();
    tellLine({ name: 'refused', code, reason: 'subscription refused' });
  }
  function take(message: LineMessage): void {
    const event = message.json() as OrderEvent;
    const before = board.value;
    board.value = applyEvent(before, event, message.seq ?? 0);
    if (!message.replayed && board.value !== before) onEvent(event, before);
  }

  function tellLine(state: LineState): void {
    lineState.value = state;
    lineToldAtMs.value = clock.now();
    if (state.name === 'offline' && subscribed)
      lost ??= { before: ordersOf(board.value), sinceMs: clock.elapsed() };
    if (state.name === 'online' && lost) void tellCatchUp(lost);
  }
  async function tellCatchUp({ before, sinceMs }: { before: Order[]; sinceMs: number }): Promise<void> {
    lost = undefined;
    const offlineMs = clock.elapsed() - sinceMs;
    await recovering;
    catchUp.value = summarise(before, ordersOf(board.value), offlineMs) ?? catchUp.value;
  }

  const stopStates = line.onState(tellLine);
  onScopeDispose(() => {
    disposed = true;
    cancelRetry?.();
    stopStates();
    line.close();
  });
  void reload();

  return {
    board: readonly(board) as Readonly<Ref<Board>>,
    load: readonly(load) as Readonly<Ref<LoadState>>,
    line: readonly(lineState) as Readonly<Ref<LineState>>,
    lineToldAtMs: readonly(lineToldAtMs),
    catchUp: readonly(catchUp) as Readonly<Ref<CatchUp | undefined>>,
    dismissCatchUp: () => (catchUp.value = undefined),
    reload,
    /** Tries now what would be tried later. */
    wake(): void {
      if (subscribed) line.wake();
      else void reload();
    },
    /** Takes in an order as the server answered it to a step taken here, when it was `before`. */
    put: (order: Order, before?: Order) => (board.value = applyAnswer(board.value, order, toRaw(before))),
  };
}

export type LiveBoard = ReturnType<typeof useLiveBoard>;

function ordersOf(board: Board): Order[] {
  return [...board.values()].map(({ order }) => order);
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
