/** What a socket tells the client. After `onClose` it tells nothing more. */
export interface SocketEvents {
  onOpen(): void;
  /** A text message as a string, a binary one as an ArrayBuffer that nobody writes to afterwards. */
  onMessage(data: string | ArrayBuffer): void;
  /**
   * The end of the socket, also when opening failed; told again, it is not heard. `code` is the WebSocket close
   * code; 1006 where there was none.
   */
  onClose(code: number, reason: string): void;
}

/** A WebSocket, of a browser, of a mini program or of a test. */
export interface ClientSocket {
  /**
   * Sends one binary message. `bytes` may be a view on shared memory: an API that wants an ArrayBuffer (as
   * `wx.connectSocket`'s) gets `bytes.slice().buffer`.
   */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** `code` is 1000, or one of 4000-4999: pages may send no other. */
  close(code: number, reason: string): void;
}

/** Starts opening a socket. Events come after it has returned. */
export type SocketFactory = (url: string, protocols: string[], events: SocketEvents) => ClientSocket;
