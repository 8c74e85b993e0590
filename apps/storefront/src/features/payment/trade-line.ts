import type { TradeResult } from '@carillon/contract';
import { routes } from '@carillon/contract';
import type { TradeSocket, TradeWatchParts } from './watch-trade.ts';

/** The server waits no longer; proxies and phones bear that. */
const WAIT_SECONDS = 25;
/** An answer that takes much longer than that will not come. */
const ANSWER_LIMIT_MS = 40_000;

/** The lines to the server that this page came from by which trades are watched. */
export const tradeLine: TradeWatchParts = {
  openSocket() {
    const url = new URL('/websocket/myHandler', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(url) as TradeSocket;
  },
  async askResult({ outTradeNo, watchToken }, tag, signal) {
    const limit = new AbortController();
    const abort = (): void => limit.abort();
    const timer = setTimeout(abort, ANSWER_LIMIT_MS);
    signal.addEventListener('abort', abort, { once: true });
    try {
      const path = routes.readTradeResult.path.replace(':outTradeNo', encodeURIComponent(outTradeNo));
      const headers = {
        authorization: `Bearer ${watchToken}`,
        ...(tag !== undefined && { 'if-none-match': tag, prefer: `wait=${WAIT_SECONDS}` }),
      };
      const answer = await fetch(path, { headers, signal: limit.signal });
      const hasWaited = answer.headers.has('preference-applied');
      if (answer.status === 304) return { result: undefined, tag, hasWaited };
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const result = (await answer.json()) as TradeResult;
      return { result, tag: answer.headers.get('etag') ?? undefined, hasWaited };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  },
};
