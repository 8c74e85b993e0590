/** How a line ended. */
export interface LineLoss {
  /** False when the socket was refused or never opened: the handshake failed. */
  readonly opened: boolean;
  /** The WebSocket close code. */
  readonly closeCode: number;
  /** The server's code if it said why, else one of ours such as `connection_lost`. */
  readonly code: string;
  /** A sentence for people. */
  readonly message: string;
  /** The receipt of the request that the server's ERROR answered, if any. */
  readonly receiptId?: string | undefined;
}

/** Close codes by which a server says that asking again changes nothing. */
export function isTerminalCloseCode(code: number): boolean {
  return code >= 3500 && code <= 3999;
}

/** Close codes by which a server asks us to come back: going away, restart, try later, and 3000-3499. */
export function isReconnectCloseCode(code: number): boolean {
  return (code >= 3000 && code <= 3499) || code === 1001 || code === 1012 || code === 1013;
}
