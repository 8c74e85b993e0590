import type { TradeReply, TradeResult } from '@carillon/contract';

/** A trade as whoever opened it knows it. */
type WatchedTrade = Pick<TradeReply, 'outTradeNo' | 'watchToken'>;

/** What of a WebSocket is used. */
export interface TradeSocket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

/** How a trade stood when it was asked for; `tag` is for asking again. */
interface AskedResult {
  /** Undefined: as it was when the tag was given. */
  readonly result: TradeResult | undefined;
  readonly tag: string | undefined;
  /** Whether the server had us wait for news. */
  readonly hasWaited: boolean;
}

export interface TradeWatchParts {
  /** Throws, or closes without having opened, where there is no way for a WebSocket. */
  openSocket: () => TradeSocket;
  /** Asks by plain HTTP, and waits for another state than the tag's. Rejects when no answer came. */
  askResult: (trade: WatchedTrade, tag: string | undefined, signal: AbortSignal) => Promise<AskedResult>;
}

/** Watches a trade until it is settled, and tells how; until the returned function is called. */
export type WatchTrade = (trade: WatchedTrade, onSettled: (result: TradeResult) => void) => () => void;

/** A line that could not be opened so often will not be; HTTP goes through where this page came through. */
const MAX_SOCKET_FAILURES = 2;
export const TRY_AGAIN_AFTER_MS = 2_000;
export const ASK_AGAIN_AFTER_MS = 3_000;

const NO_ANSWER: AskedResult = { result: undefined, tag: undefined, hasWaited: false };

/**
 * Makes the watch of trades: by the wire of payment pages, and where no WebSocket gets through, by asking with
 * patience. A trade that was paid before it is watched is told of at once, either way.
 */
export function createTradeWatch({ openSocket, askResult }: TradeWatchParts): WatchTrade {
  return (trade, onSettled) => {
    const over = new AbortController();
    const { signal } = over;
    let socket: TradeSocket | undefined;
    let failures = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function settle(result: TradeResult): void {
      if (signal.aborted || result.state === 'open') return;
      stop();
      onSettled(result);
    }

    function stop(): void {
      over.abort();
      clearTimeout(timer);
      socket?.close();
    }

    function dial(): void {
      if (signal.aborted) return;
      if (failures >= MAX_SOCKET_FAILURES) {
        void keepAsking();
        return;
      }
      // Until it opens it counts as one that does not.
      failures += 1;
      try {
        socket = openSocket();
      } catch {
        later(dial, TRY_AGAIN_AFTER_MS);
        return;
      }
      const { outTradeNo, watchToken: token } = trade;
      const opened = socket;
      opened.onopen = () => {
        failures = 0;
        opened.send(JSON.stringify({ action: 'create', outTradeNo, token }));
      };
      opened.onmessage = ({ data }) => {
        const result = readResult(data, outTradeNo);
        if (result) settle(result);
      };
      opened.onclose = () => later(dial, TRY_AGAIN_AFTER_MS);
    }

    async function keepAsking(): Promise<void> {
      let known: string | undefined;
      while (!signal.aborted) {
        const { result, tag, hasWaited } = await askResult(trade, known, signal).catch(() => NO_ANSWER);
        if (result) settle(result);
        const isNews = tag !== undefined && tag !== known;
        known = tag ?? known;
        if (!hasWaited && !isNews) await new Promise<void>((resolve) => later(resolve, ASK_AGAIN_AFTER_MS));
      }
    }

    function later(work: () => void, ms: number): void {
      if (!signal.aborted) timer = setTimeout(work, ms);
    }

    dial();
    return stop;
  };
}

function readResult(data: unknown, outTradeNo: string): TradeResult | undefined {
  try {
    const told = JSON.parse(String(data)) as Partial<TradeResult>;
    return told.outTradeNo === outTradeNo && told.state !== undefined ? (told as TradeResult) : undefined;
  } catch {
    return undefined;
  }
}
