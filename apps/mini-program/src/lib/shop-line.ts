import { createSharedLine } from '@carillon/buyer';
import type { Line, LineState, SharedLine } from '@carillon/buyer';
import { createClient } from '@carillon/client';
import { createRequests } from '@carillon/client/requests';
import { wechatSocket } from '@carillon/client/wechat-socket';
import { CALL_BACK_DESTINATION, ERRORS_DESTINATION } from '@carillon/contract';
import type { Session } from './session.ts';

/** The one line to the server, for all pages of the mini program. */
export interface ShopLine extends SharedLine {
  state(): LineState;
  /** Whether anybody can look: in the background there is neither a line nor a network. */
  isAwake(): boolean;
  onState(listener: (state: LineState) => void): () => void;
}

/**
 * Makes the line. It is opened for the first who listens.
 * @param serverUrl `https://…`, whose domain is among the mini program's socket domains, too
 */
export function createShopLine(serverUrl: string, session: Session): ShopLine {
  const listeners = new Set<(state: LineState) => void>();
  let state: LineState = 'idle';
  let isAwake = true;
  const shared = createSharedLine(
    () => Promise.resolve(openLine(serverUrl, session)),
    (now) => {
      state = now;
      for (const listener of listeners) listener(now);
    },
  );
  return {
    ...shared,
    state: () => state,
    isAwake: () => isAwake,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pause() {
      isAwake = false;
      shared.pause();
    },
    wake() {
      isAwake = true;
      shared.wake();
    },
  };
}

function openLine(serverUrl: string, session: Session): Line {
  const client = createClient({
    url: `${serverUrl.replace(/^http/, 'ws')}/ws/buyer`,
    openSocket: wechatSocket(wx, () => session.headers()),
    heartbeatMs: [10_000, 10_000],
    // Mini programs are not told why: the session may have ended, or a server restarts, which all phones see at once.
    onHandshakeFailure: async () => {
      await session.check();
      return 'retry' as const;
    },
  });
  const answers = { replies: CALL_BACK_DESTINATION, errors: ERRORS_DESTINATION };
  return Object.assign(client, createRequests(client, answers));
}
