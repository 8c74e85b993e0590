import { DISCONNECT_REASONS } from './disconnect.ts';
import type { DisconnectName, DisconnectReason } from './disconnect.ts';

interface ErrorKind {
  /** What happened and what to do, for a person who reads a log. */
  readonly message: string;
  /** How the session ends after the ERROR frame. */
  readonly disconnect: DisconnectName;
}

/**
 * Every error that the engine tells a client, by code: in the ERROR frame's `code` header, or in the
 * body of a refused handshake. `docs/errors/messaging.md` explains each; a test compares the two.
 * Malformed bytes carry the codec's own codes besides.
 */
export const MESSAGING_ERRORS = Object.freeze({
  not_connected: { message: 'The first frame must be CONNECT or STOMP.', disconnect: 'protocolError' },
  already_connected: { message: 'The session is connected already.', disconnect: 'protocolError' },
  unsupported_version: {
    message: 'None of the versions in accept-version is spoken here: 1.0, 1.1 and 1.2 are.',
    disconnect: 'unsupported',
  },
  unknown_command: { message: 'There is no such client command in STOMP.', disconnect: 'protocolError' },
  missing_host: {
    message: 'CONNECT needs a host header (STOMP 1.1 and later).',
    disconnect: 'protocolError',
  },
  missing_transaction: { message: 'The frame needs a transaction header.', disconnect: 'protocolError' },
  duplicate_transaction: {
    message: 'A transaction with this id is open: choose another id, or COMMIT or ABORT first.',
    disconnect: 'protocolError',
  },
  unknown_transaction: {
    message: 'No transaction with this id is open: BEGIN it first.',
    disconnect: 'protocolError',
  },
  too_many_transactions: {
    message: 'The session has as many open transactions as one may have: COMMIT or ABORT some.',
    disconnect: 'limitExceeded',
  },
  transaction_too_large: {
    message: 'The open transactions hold more than they may: COMMIT earlier.',
    disconnect: 'limitExceeded',
  },
  transaction_timeout: {
    message: 'A transaction was open for too long: COMMIT or ABORT it soon.',
    disconnect: 'limitExceeded',
  },
  invalid_ack: {
    message: 'The ack header must be auto, client or client-individual.',
    disconnect: 'protocolError',
  },
  missing_message_id: {
    message: 'The frame needs a message-id header (STOMP 1.0 and 1.1).',
    disconnect: 'protocolError',
  },
  missing_subscription: {
    message: 'The frame needs a subscription header (STOMP 1.1).',
    disconnect: 'protocolError',
  },
  unsupported_ack: {
    message:
      'A destination with a journal takes only ack:auto: its readers say by after what they have seen.',
    disconnect: 'unsupported',
  },
  unexpected_body: {
    message: 'Only SEND may have a body: send the frame without one.',
    disconnect: 'protocolError',
  },
  missing_destination: { message: 'The frame needs a destination header.', disconnect: 'protocolError' },
  invalid_destination: {
    message: 'A destination starts with /, has no empty segments and no control characters.',
    disconnect: 'protocolError',
  },
  unknown_destination: {
    message: 'No broker serves this destination: see the prefixes that the server was given.',
    disconnect: 'unsupported',
  },
  missing_id: { message: 'The frame needs an id header (STOMP 1.1 and later).', disconnect: 'protocolError' },
  duplicate_id: {
    message: 'A subscription with this id is active: choose another id or UNSUBSCRIBE first.',
    disconnect: 'protocolError',
  },
  unknown_subscription: {
    message: 'No active subscription has this id.',
    disconnect: 'protocolError',
  },
  invalid_after: {
    message: 'The after header must be a whole number of at least 0.',
    disconnect: 'protocolError',
  },
  unsupported_pattern: {
    message:
      'Subscribe without {name:expression}, with fewer wildcards or less between them, and to shared queues and journals one by one.',
    disconnect: 'unsupported',
  },
  too_many_patterns: {
    message: 'The session has as many subscriptions by pattern as one may have: UNSUBSCRIBE some.',
    disconnect: 'limitExceeded',
  },
  unknown_ack: {
    message:
      'No delivery that waits to be acknowledged has this id: it is settled already, or not of this session.',
    disconnect: 'protocolError',
  },
  too_many_unacked: {
    message: 'Too much waits for this session to acknowledge it: reconnect and acknowledge sooner.',
    disconnect: 'tooManyUnacked',
  },
  queue_full: {
    message: 'The queue holds as much as it may: reconnect and send again when it was read.',
    disconnect: 'unavailable',
  },
  private_destination: {
    message: 'This destination belongs to another session: use the user prefix.',
    disconnect: 'forbidden',
  },
  invalid_user_name: {
    message: 'A user name has 1 to 200 letters, without control characters and %2F: choose another.',
    disconnect: 'unsupported',
  },
  journaled_destination: {
    message: 'Nothing may be sent to this destination: its messages come from its journal.',
    disconnect: 'forbidden',
  },
  journal_gap: {
    message: 'Entries that this subscription still needs are gone: reconnect and reload the state.',
    disconnect: 'journalGap',
  },
  unauthorized: {
    message: 'The credentials were not accepted: log in and connect again.',
    disconnect: 'unauthorized',
  },
  forbidden: { message: 'You may not do this with this destination.', disconnect: 'forbidden' },
  session_expired: { message: 'The login has expired: log in again.', disconnect: 'sessionExpired' },
  disconnected: { message: 'The session was ended by the application.', disconnect: 'loggedOut' },
  origin_forbidden: { message: 'Pages of this origin may not connect here.', disconnect: 'forbidden' },
  unknown_endpoint: { message: 'No endpoint has this path.', disconnect: 'unsupported' },
  unknown_session: { message: 'No session of yours has this id.', disconnect: 'unsupported' },
  message_too_large: {
    message: 'A message is larger than one may be: send less at once.',
    disconnect: 'protocolError',
  },
  invalid_text: {
    message: 'A message is no UTF-8: send text.',
    disconnect: 'protocolError',
  },
  request_too_large: {
    message: 'The body of this request is longer than one may be: send less at once.',
    disconnect: 'limitExceeded',
  },
  request_timeout: { message: 'The body of this request did not come in time.', disconnect: 'unavailable' },
  too_many_requests: {
    message: 'Too many requests of this session came, or wait to be answered: send fewer, one after another.',
    disconnect: 'tooManyFrames',
  },
  invalid_handshake: {
    message: 'This is no opening handshake of a WebSocket (RFC 6455).',
    disconnect: 'protocolError',
  },
  unsupported_websocket_version: {
    message: 'Only version 13 of the WebSocket protocol is spoken here.',
    disconnect: 'unsupported',
  },
  unsupported_subprotocol: {
    message:
      'Offer a sub-protocol that is spoken here, or none: v12.stomp, v11.stomp and v10.stomp are STOMP.',
    disconnect: 'unsupported',
  },
  too_many_subscriptions: {
    message: 'The session has as many subscriptions as one may have: UNSUBSCRIBE some.',
    disconnect: 'limitExceeded',
  },
  too_many_frames: {
    message: 'The session sends too fast: reconnect and slow down.',
    disconnect: 'tooManyFrames',
  },
  too_many_idle_bytes: {
    message: 'Too much comes that is no frame: send a line end per heart-beat, and frames in larger pieces.',
    disconnect: 'tooManyFrames',
  },
  too_many_pending: {
    message: 'Too much waits for an earlier frame: wait for receipts before sending more.',
    disconnect: 'tooManyFrames',
  },
  too_many_sessions: {
    message: 'Too many sockets are open for this user, address or server: close some first.',
    disconnect: 'limitExceeded',
  },
  first_frame_timeout: {
    message: 'No CONNECT came in time: send it as soon as the socket is open.',
    disconnect: 'firstFrameTimeout',
  },
  heartbeat_timeout: {
    message: 'Nothing was heard for longer than the heart-beat that was agreed on.',
    disconnect: 'heartbeatTimeout',
  },
  answer_timeout: {
    message: 'The application took too long to answer: reconnect and try again.',
    disconnect: 'unavailable',
  },
  unavailable: {
    message: 'The server cannot do this now: reconnect and try again.',
    disconnect: 'unavailable',
  },
  broker_unavailable: {
    message: 'The message broker cannot be reached now: reconnect and try again.',
    disconnect: 'brokerUnavailable',
  },
  broker_refused: {
    message: 'The message broker refused what the session asked of it.',
    disconnect: 'brokerRefused',
  },
  internal_error: {
    message: 'The server failed; its log says why. Reconnect and try again.',
    disconnect: 'internalError',
  },
} satisfies Record<string, ErrorKind>);

export type MessagingErrorCode = keyof typeof MESSAGING_ERRORS;

/** A refusal with a code of the table; the detail, if any, is added to the sentence. */
export class MessagingError extends Error {
  readonly code: MessagingErrorCode;

  constructor(code: MessagingErrorCode, detail?: string, options?: ErrorOptions) {
    const { message } = MESSAGING_ERRORS[code];
    super(detail ? `${message} (${printable(detail)})` : message, options);
    this.name = 'MessagingError';
    this.code = code;
  }

  get disconnect(): DisconnectReason {
    return DISCONNECT_REASONS[MESSAGING_ERRORS[this.code].disconnect];
  }
}

/** Details may repeat what a client sent: shortened, and without what would break a header or a log. */
function printable(text: string): string {
  return text.slice(0, 200).replace(/[\p{Cc}\p{Cs}]/gu, ' ');
}
