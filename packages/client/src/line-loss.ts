/**
 * Why a line was lost, as far as the client itself knows: `reason` of the state `offline`. Where the server
 * says why, its code stands in its place. `docs/errors/client.md` explains each; a test compares the lists.
 */
export const LINE_LOSS_CODES = {
  handshake_failed: 'The socket could not be opened.',
  socket_not_opened: 'The socket could not even be made.',
  connect_timed_out: 'The server did not answer in time.',
  connect_headers_failed: 'The headers for CONNECT could not be had.',
  connection_lost: 'The connection was closed without a reason.',
  line_silent: 'Nothing was heard from the server for too long.',
  subscribe_timed_out: 'The server did not confirm a subscription in time.',
  protocol_error: 'What the server sent is not the STOMP that was agreed on.',
  server_error: 'The server sent ERROR without a code.',
  handshake_refused: 'The page found out that it may not connect.',
} as const;

export type LineLossCode = keyof typeof LINE_LOSS_CODES;

/** How a line ended. */
export interface LineLoss {
  /** False when the socket was refused or never opened: the handshake failed. */
  readonly opened: boolean;
  /** The WebSocket close code. */
  readonly closeCode: number;
  /** The server's code if it said why, else one of `LINE_LOSS_CODES`. */
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
function isReconnectCloseCode(code: number): boolean {
  return (code >= 3000 && code <= 3499) || code === 1001 || code === 1012 || code === 1013;
}

/**
 * Codes of ERROR that refuse a SUBSCRIBE for good, of `docs/errors/messaging.md`: what is left to go by where
 * the close frame was lost. Any other code may pass.
 */
export const REFUSAL_CODES: ReadonlySet<string> = new Set([
  'forbidden',
  'unknown_destination',
  'invalid_destination',
  'missing_destination',
  'invalid_after',
  'too_many_subscriptions',
]);

/** True when the request that the server's ERROR answered would fail again. The close code has the first word. */
export function isFinalRefusal({ closeCode, code }: LineLoss): boolean {
  if (isReconnectCloseCode(closeCode)) return false;
  return isTerminalCloseCode(closeCode) || REFUSAL_CODES.has(code);
}
