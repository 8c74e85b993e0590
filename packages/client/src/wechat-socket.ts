import type { SocketFactory } from './socket.ts';

/** What we use of the task that `wx.connectSocket` gives. */
export interface WeChatSocketTask {
  onOpen(listener: () => void): void;
  onMessage(listener: (message: { data: string | ArrayBuffer }) => void): void;
  onClose(listener: (end: { code: number; reason: string }) => void): void;
  onError(listener: () => void): void;
  send(message: { data: ArrayBuffer }): void;
  close(end: { code: number; reason: string }): void;
}

/** What we use of `wx`. */
export interface WeChatSockets {
  connectSocket(options: {
    url: string;
    protocols: string[];
    header: Record<string, string>;
    fail(): void;
  }): WeChatSocketTask;
}

/** What tells that a handshake was refused comes without a close code. */
const CLOSE_ABNORMAL = 1006;

/**
 * Opens sockets of a mini program (小程序 WebSocket, wx.connectSocket).
 * @param wx of the mini program
 * @param headers for the handshake, asked for with each: mini programs have no cookies, but a token
 */
export function wechatSocket(
  wx: WeChatSockets,
  headers: () => Record<string, string> = () => ({}),
): SocketFactory {
  return (url, protocols, events) => {
    const end = () => events.onClose(CLOSE_ABNORMAL, '');
    // `fail`: where there is no socket at all its task may tell nothing.
    const task = wx.connectSocket({ url, protocols, header: headers(), fail: end });
    // At once: what opens before somebody listens is missed.
    task.onOpen(() => events.onOpen());
    task.onMessage(({ data }) => events.onMessage(data));
    task.onClose(({ code, reason }) => events.onClose(code, reason));
    // A handshake that failed is told here, and not always by onClose.
    task.onError(() => {
      task.close({ code: 1000, reason: '' });
      end();
    });
    return {
      send: (bytes) => task.send({ data: bytes.slice().buffer }),
      close: (code, reason) => task.close({ code, reason }),
    };
  };
}
