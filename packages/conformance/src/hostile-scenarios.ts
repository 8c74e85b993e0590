/** What a hostile client does, and what must hold beside it. */
export interface HostileScenario {
  /** With it, and a colon, the title of each of its tests begins. */
  readonly key: string;
  readonly does: string;
  /** Besides what holds in all: the bystander misses nothing and waits for nothing, and nothing of the client is left. */
  readonly holds: string;
}

type Row = [key: string, does: string, holds: string];

const ROWS: Row[] = [
  ['half-frame', 'sends half a frame', 'it waits for the rest without cost to others'],
  ['byte-by-byte', 'sends each byte in a message of its own', 'they are frames all the same'],
  ['huge-headers', 'sends lines, commands and heads without end', 'they are refused before they are kept'],
  ['nul-storm', 'sends NULs where a frame should begin', 'it is refused; NULs in bodies are not'],
  ['too-large', 'sends or announces frames above the limit', 'it gets an ERROR that says so, however large'],
  ['other-protocol', 'speaks something else', 'it gets an ERROR'],
  ['bad-utf8', 'sends text that is none', 'it gets an ERROR'],
  ['newline-flood', 'sends line ends, nothing, or crumbs of frames', 'its budget ends, and it with it'],
  ['broken-websocket', 'breaks RFC 6455', 'its socket is closed'],
  ['silent', 'never completes a CONNECT', 'it is sent away in time'],
  ['no-pong', 'answers no ping', 'it is cut off in time'],
  [
    'heart-beat-cheat',
    'promises heart-beats and keeps silent, or wants more than were offered',
    'it gains nothing',
  ],
  [
    'many-subscriptions',
    'subscribes 10 000 times',
    'it is refused at the limit, and served where that allows it',
  ],
  ['flood', 'sends more frames than it may', 'it is sent away at the limit'],
  ['limit-rate', 'sends exactly as many as it may', 'all are served'],
  ['transaction-hoard', 'fills a transaction and never commits', 'it is sent away at the limit'],
  ['never-reads', 'subscribes and does not read', 'it is cut off, and nobody waits for it'],
  ['origin', 'writes the Origin of its page in every way', 'it is not let in'],
  ['duplicate-id', 'uses a subscription id twice, and that of another', 'only its own session ends'],
  [
    'unsubscribe-while-delivering',
    'comes and goes during deliveries',
    'others get each message once, in order',
  ],
  [
    'vanish-while-delivering',
    'breaks its socket during a broadcast',
    'others get each message once, in order',
  ],
  ['disconnect-in-transaction', 'ends in the middle of a transaction', 'nothing of it takes effect'],
  ['talks-after-the-end', 'goes on after DISCONNECT', 'nothing of it takes effect'],
  ['acks-anything', 'acknowledges what it never got', 'its session ends'],
  [
    'never-acks',
    'acknowledges nothing of what it gets',
    'it is sent away at the limit, and others get theirs',
  ],
  ['poison', 'gives back every message of a queue', 'each becomes a dead letter, and the others are served'],
  ['pattern-bomb', 'subscribes by the costliest patterns and sends to fit them', 'nobody waits for it'],
  ['queue-hoard', 'fills queues that nobody reads', 'it is refused at the limit, and what waits expires'],
  ['sockjs-second-receiver', 'receives twice by one session', 'the first goes on, the second is told'],
  ['sockjs-guessed-id', 'guesses the id of another user’s session', 'there is none for it'],
  ['sockjs-bad-json', 'sends what is no array of strings, or no STOMP', 'it is told what is wrong'],
  [
    'sockjs-crumbs',
    'sends fragments, arrays or requests of nothing without end',
    'its budget ends, and it with it',
  ],
  ['sockjs-huge-body', 'sends a body without end', 'it is refused before memory is spent'],
  ['sockjs-half-body', 'begins bodies and does not end them', 'they are given up in time, and few at once'],
  ['sockjs-request-flood', 'makes more requests than it may', 'they are refused at the limit'],
  ['sockjs-origin', 'comes from a foreign page, in any transport', 'it is not let in'],
  ['sockjs-never-reads', 'subscribes and does not read or poll', 'it is cut off, and nobody waits for it'],
  [
    'sockjs-binary',
    'sends what cannot be text',
    'no session over SockJS pays for it: it gets what of it is text',
  ],
  [
    'sockjs-abandoned',
    'leaves a SockJS session, in each transport',
    'it is gone within the disconnect delay',
  ],
];

/**
 * What the engine must withstand. A test compares this table with the titles of the tests in
 * `packages/messaging/src/server/hostile*.test.ts`, each of which has a bystander over a real socket.
 */
export const HOSTILE_SCENARIOS: readonly HostileScenario[] = ROWS.map(([key, does, holds]) => ({
  key,
  does,
  holds,
}));
