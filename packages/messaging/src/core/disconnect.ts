/** How the server ends a session: it becomes the WebSocket close code and close reason. */
export interface DisconnectReason {
  /** 3000–3499: reconnect, with back-off. 3500–3999: terminal, asking again changes nothing. */
  readonly code: number;
  /** What the close frame says, in words a program can compare. */
  readonly reason: string;
  readonly reconnect: boolean;
}

function reconnect<const Name extends string>(code: number, reason: Name) {
  return Object.freeze({ code, reason, reconnect: true });
}

function terminal<const Name extends string>(code: number, reason: Name) {
  return Object.freeze({ code, reason, reconnect: false });
}

/** Every way in which the engine ends a session. Applications may add their own in the same ranges. */
export const DISCONNECT_REASONS = Object.freeze({
  /** The client said DISCONNECT. */
  normal: Object.freeze({ code: 1000, reason: 'normal', reconnect: false }),
  /** This node is going down; another, or the next one here, takes over (RFC 6455 §7.4, IANA 1012). */
  drain: Object.freeze({ code: 1012, reason: 'drain', reconnect: true }),

  heartbeatTimeout: reconnect(3000, 'heartbeat_timeout'),
  pingTimeout: reconnect(3001, 'ping_timeout'),
  sendBufferExceeded: reconnect(3002, 'send_buffer_exceeded'),
  sendTimeExceeded: reconnect(3003, 'send_time_exceeded'),
  firstFrameTimeout: reconnect(3004, 'first_frame_timeout'),
  tooManyFrames: reconnect(3005, 'too_many_frames'),
  internalError: reconnect(3006, 'internal_error'),
  unavailable: reconnect(3007, 'unavailable'),
  journalGap: reconnect(3008, 'journal_gap'),
  brokerUnavailable: reconnect(3009, 'broker_unavailable'),
  brokerRefused: reconnect(3010, 'broker_refused'),
  tooManyUnacked: reconnect(3011, 'too_many_unacked'),

  protocolError: terminal(3500, 'protocol_error'),
  unauthorized: terminal(3501, 'unauthorized'),
  forbidden: terminal(3502, 'forbidden'),
  sessionExpired: terminal(3503, 'session_expired'),
  loggedOut: terminal(3504, 'logged_out'),
  limitExceeded: terminal(3505, 'limit_exceeded'),
  unsupported: terminal(3506, 'unsupported'),
});

/** The end of a session whose socket went away without a word; no server says so (RFC 6455 §7.1.5). */
export const CONNECTION_LOST: DisconnectReason = reconnect(1006, 'connection_lost');

export type DisconnectName = keyof typeof DISCONNECT_REASONS;

/** Refuses a reason whose code contradicts its `reconnect`, or that no close frame can carry. */
export function checkDisconnectReason({ code, reason, reconnect }: DisconnectReason): void {
  const inRange = reconnect ? code >= 3000 && code <= 3499 : code >= 3500 && code <= 3999;
  const ours = Object.values(DISCONNECT_REASONS).some((known) => known.code === code);
  if (!ours && !inRange) {
    throw new RangeError(
      `Disconnect code ${code} is not in ${reconnect ? '3000–3499 (reconnect)' : '3500–3999 (terminal)'}.`,
    );
  }
  // RFC 6455 §5.5: a control frame carries 125 bytes, two of which are the code.
  if (Buffer.byteLength(reason) > 123) throw new RangeError('A disconnect reason has at most 123 bytes.');
}
