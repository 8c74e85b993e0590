/** At most so many at once, of one mini program (wx.connectSocket). */
const MAX_SOCKETS = 5;

interface SocketListeners {
  open?: () => void;
  message?: (message: { data: string | ArrayBuffer }) => void;
  close?: (end: { code: number; reason: string }) => void;
  error?: (failure: { errMsg: string }) => void;
}

/** The sockets of a phone. */
export interface PhoneSockets {
  connectSocket(options: { url: string; protocols: string[]; header: Record<string, string> }): object;
  /** How many stand or are on their way. */
  count(): number;
  /** What came in over all of them, in order, as text. */
  readonly received: readonly string[];
  /** Without a network every socket breaks, and none opens. */
  setNetwork(isThere: boolean): void;
}

/** Makes sockets as `wx.connectSocket` does, over real ones. */
export function createPhoneSockets(): PhoneSockets {
  const sockets = new Set<WebSocket>();
  const received: string[] = [];
  let hasNetwork = true;

  return {
    received,
    count: () => sockets.size,
    setNetwork(isThere) {
      hasNetwork = isThere;
      if (!isThere) for (const socket of sockets) socket.close(4_000, 'no network');
    },
    connectSocket({ url, protocols, header }) {
      const listeners: SocketListeners = {};
      if (!hasNetwork || sockets.size >= MAX_SOCKETS) {
        setImmediate(() => listeners.error?.({ errMsg: 'connectSocket:fail' }));
        return taskOf(listeners, undefined);
      }
      const socket = new WebSocket(url, { protocols, headers: header });
      socket.binaryType = 'arraybuffer';
      sockets.add(socket);
      socket.onopen = () => listeners.open?.();
      socket.onmessage = ({ data }: { data: string | ArrayBuffer }) => {
        received.push(typeof data === 'string' ? data : new TextDecoder().decode(data));
        listeners.message?.({ data });
      };
      socket.onerror = () => listeners.error?.({ errMsg: 'connectSocket:fail' });
      socket.onclose = ({ code, reason }) => {
        sockets.delete(socket);
        listeners.close?.({ code, reason });
      };
      return taskOf(listeners, socket);
    },
  };
}

function taskOf(listeners: SocketListeners, socket: WebSocket | undefined): object {
  return {
    onOpen: (listener: SocketListeners['open']) => (listeners.open = listener),
    onMessage: (listener: SocketListeners['message']) => (listeners.message = listener),
    onClose: (listener: SocketListeners['close']) => (listeners.close = listener),
    onError: (listener: SocketListeners['error']) => (listeners.error = listener),
    send({ data }: { data: unknown }) {
      if (!(data instanceof ArrayBuffer) && typeof data !== 'string') throw new TypeError('send:fail');
      socket?.send(data);
    },
    close: ({ code, reason }: { code?: number; reason?: string }) => socket?.close(code, reason),
  };
}
