/** One thing that STOMP 1.2 demands of a server, or of a client that a server holds to it. */
export interface StompClause {
  /** With it, and a colon, the title of each of its tests begins. */
  readonly key: string;
  /** The heading of the specification under which it stands. */
  readonly section: string;
  readonly level: 'MUST' | 'SHOULD' | 'MAY';
  /** In our own words. */
  readonly says: string;
}

type Row = [key: string, level: StompClause['level'], says: string];

/**
 * STOMP 1.2, clause by clause: every MUST, the SHOULDs that we keep, and the MAYs that we chose. A test compares
 * this list with the titles of the tests in `packages/messaging/src/session/stomp-*.test.ts`.
 */
export const STOMP_CLAUSES: readonly StompClause[] = [
  ...section('STOMP Frames', [
    ['eol-optional-carriage-return', 'MUST', 'A line ends in LF, before which CR may stand.'],
    ['eols-after-nul', 'MUST', 'Line ends may follow the NUL of a frame.'],
    ['case-sensitive', 'MUST', 'Commands and names of headers are case sensitive.'],
  ]),
  ...section('Value Encoding', [
    ['utf8-heads', 'MUST', 'Commands and headers are UTF-8.'],
    ['unescape', 'MUST', 'The four escape sequences are read as what they stand for.'],
    ['escape', 'MUST', 'What is written is escaped likewise.'],
    ['undefined-escape', 'MUST', 'Any other escape sequence is a fatal error.'],
    ['connect-not-escaped', 'MUST', 'CONNECT and CONNECTED have no escapes.'],
    ['no-trimming', 'MUST', 'No header is trimmed or padded.'],
  ]),
  ...section('Body', [
    ['body-on-send-only', 'MUST', 'Of the client frames only SEND has a body.'],
    [
      'content-length-read',
      'MUST',
      'As many octets of body are read as content-length says, NULs among them.',
    ],
    ['content-length-then-nul', 'MUST', 'After these octets the frame ends in NUL all the same.'],
    ['content-length-sent', 'MUST', 'A body with NULs has a content-length; any body should have one.'],
    ['content-type-passed', 'SHOULD', 'MESSAGE and ERROR say of which type their body is.'],
    ['utf8-bodies', 'MUST', 'UTF-8 is supported.'],
  ]),
  ...section('Standard Headers', [
    ['receipt-on-any', 'MUST', 'Any client frame may ask for a RECEIPT …'],
    ['receipt-not-on-connect', 'MUST', '… but CONNECT.'],
    ['unknown-headers', 'MAY', 'Headers that the specification does not name are let pass.'],
    ['repeated-headers', 'SHOULD', 'Of a repeated header the first is used.'],
    ['size-limits', 'SHOULD', 'What passes a limit of headers, lines or bodies gets an ERROR and a close.'],
  ]),
  ...section('Connecting', [
    ['connect-answered', 'MUST', 'CONNECT is answered by CONNECTED.'],
    ['connect-refused', 'SHOULD', 'A refusal is an ERROR that says why, and a close.'],
    ['stomp-frame', 'MUST', 'STOMP is handled as CONNECT is.'],
    ['host', 'MUST', 'A client names the host; here that is asked of it only where the endpoint says so.'],
    ['connected-version', 'MUST', 'CONNECTED has the version.'],
    ['connected-session', 'MAY', 'CONNECTED has a session id, which is unique.'],
    ['connected-server', 'MUST', 'The server header begins with a name, which a version may follow.'],
    ['accept-version-missing', 'MUST', 'Without accept-version a client speaks 1.0.'],
    ['highest-common-version', 'MUST', 'The highest version that both speak is spoken.'],
    [
      'no-common-version',
      'MUST',
      'Where there is none, an ERROR lists the versions, and the connection is closed.',
    ],
  ]),
  ...section('Heart-beating', [
    ['heart-beat-two-integers', 'MUST', 'The header is two integers with a comma between.'],
    ['heart-beat-missing', 'MUST', 'Without the header it is 0,0.'],
    ['heart-beat-zero', 'MUST', 'Where either side has 0 for a direction, there are none in it.'],
    ['heart-beat-maximum', 'MUST', 'Otherwise they come at the larger of both intervals.'],
    ['heart-beat-any-data', 'MUST', 'Any data shows that the other side lives.'],
    ['heart-beat-in-time', 'MUST', 'The sender sends something at least once in the interval.'],
    ['heart-beat-line-end', 'MUST', 'Where there is no frame to send, it sends a line end.'],
    ['heart-beat-tolerance', 'SHOULD', 'The receiver allows for a margin.'],
  ]),
  ...section('SEND', [
    ['unknown-frame', 'MAY', 'A command that is not in the list gets an ERROR and a close.'],
    ['send-destination', 'MUST', 'SEND has a destination.'],
    ['send-user-headers', 'MUST', 'The sender’s own headers are in the MESSAGE.'],
    ['send-transaction', 'MUST', 'SEND may be part of a transaction.'],
    ['send-failed', 'MUST', 'A SEND that cannot be processed gets an ERROR and a close.'],
  ]),
  ...section('SUBSCRIBE', [
    ['subscribe-destination', 'MUST', 'SUBSCRIBE has a destination.'],
    ['subscribe-delivers', 'MUST', 'What is received there is delivered as MESSAGE from then on.'],
    ['subscribe-failed', 'MUST', 'A SUBSCRIBE that cannot be processed gets an ERROR and a close.'],
    ['subscribe-id', 'MUST', 'SUBSCRIBE has an id.'],
    ['subscribe-unique-id', 'MUST', 'Subscriptions of one connection have different ids.'],
    ['ack-modes', 'MUST', 'The ack header is auto, client or client-individual.'],
    ['ack-auto', 'MUST', 'Without it, it is auto: nothing needs to be acknowledged.'],
    ['ack-client-cumulative', 'MUST', 'With client, ACK is for all before it too.'],
    ['ack-individual', 'MUST', 'With client-individual, ACK and NACK are for one message only.'],
  ]),
  ...section('UNSUBSCRIBE', [
    ['unsubscribe-ends', 'MUST', 'Nothing is delivered to the subscription any more.'],
    ['unsubscribe-id', 'MUST', 'UNSUBSCRIBE has an id …'],
    ['unsubscribe-existing', 'MUST', '… which is that of a subscription.'],
  ]),
  ...section('ACK and NACK', [
    ['ack-id', 'MUST', 'ACK and NACK have an id, which matches the ack header of a MESSAGE.'],
    ['ack-unknown', 'MUST', 'One that matches none is an error.'],
    ['ack-transaction', 'SHOULD', 'ACK and NACK may be part of a transaction.'],
  ]),
  ...section('BEGIN, COMMIT and ABORT', [
    ['transaction-header', 'MUST', 'All three have a transaction header.'],
    ['transaction-unique', 'MUST', 'Transactions of one connection have different ids.'],
    ['transaction-atomic', 'MUST', 'What is in a transaction is processed as one.'],
    ['transaction-aborted', 'MUST', 'DISCONNECT and a lost connection abort what is open.'],
    ['transaction-existing', 'MUST', 'COMMIT and ABORT name a transaction that is open.'],
  ]),
  ...section('DISCONNECT', [
    ['disconnect-receipt', 'MUST', 'Its RECEIPT says that all before it was received.'],
    ['disconnect-last', 'MUST', 'A client sends nothing behind it.'],
  ]),
  ...section('MESSAGE', [
    ['message-destination', 'MUST', 'MESSAGE has a destination, which should be that of the SEND.'],
    ['message-id', 'MUST', 'MESSAGE has a message-id, which is unique.'],
    ['message-subscription', 'MUST', 'MESSAGE has the id of the subscription that gets it.'],
    ['message-ack', 'MUST', 'MESSAGE has an ack header where an ACK is asked for.'],
    ['message-body', 'MUST', 'MESSAGE has the body of what was sent.'],
  ]),
  ...section('RECEIPT', [
    ['receipt-id', 'MUST', 'RECEIPT repeats the receipt header of its frame.'],
    [
      'receipt-when-done',
      'MUST',
      'It is sent when the frame was processed, and all before it were received.',
    ],
    ['receipt-not-after-error', 'MUST', 'A frame that failed gets none.'],
    ['disconnected-processed', 'SHOULD', 'What was received is processed though the client is gone.'],
  ]),
  ...section('ERROR', [
    ['error-then-close', 'MUST', 'The connection is closed right after it.'],
    ['error-message', 'SHOULD', 'ERROR has a message header with a short description.'],
    ['error-receipt-id', 'SHOULD', 'ERROR has the receipt-id of the frame that caused it.'],
    ['error-body-described', 'SHOULD', 'ERROR has content-length and content-type where it has a body.'],
  ]),
];

function section(name: string, rows: Row[]): StompClause[] {
  return rows.map(([key, level, says]) => ({ key, section: name, level, says }));
}
