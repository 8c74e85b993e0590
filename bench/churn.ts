/**
 * Whether memory stays flat while clients come and go: many at once connect, subscribe, receive and vanish,
 * each in another way. Prints what the server process holds after a garbage collection, over time.
 *
 *   node bench/churn.ts [minutes]
 */
import { setTimeout as wait } from 'node:timers/promises';
import { encodeFrame } from '@carillon/stomp';
import type { LoadSocket } from './messaging/load-socket.ts';
import { HTTP_TRANSPORTS } from './messaging/load-stream.ts';
import type { LoadStream } from './messaging/load-stream.ts';
import { maskedFrame } from './messaging/masked-frame.ts';
import { CARILLON, ServerUnderLoad } from './messaging/server-under-load.ts';
import { printTable } from './table.ts';

const MINUTES = Number(process.argv[2] ?? 10);
const SAMPLES = 20;
const CLIENTS = 50;
const TOPICS = 20;
const PUBLISH_EVERY_MS = 20;
/** What was sent last is on its way for so long, before the socket is gone. */
const LAST_WORDS_MS = 10;
/** From the second quarter to the last: less is noise. */
const MAX_GROWTH = 1.1;

const UNSUBSCRIBE = encodeFrame({ command: 'UNSUBSCRIBE', headers: { id: '0' } });
const DISCONNECT = encodeFrame({ command: 'DISCONNECT', headers: { receipt: 'bye' } });
const CLOSE = Buffer.of(0x88, 0x80, 0, 0, 0, 0);
const HALF_A_FRAME = maskedFrame(Buffer.from('SEND\ndestination:/topic/0001\n\nhalf')).subarray(0, 20);
const NO_FRAME = Buffer.of(0xff, 0xff);

/** What clients say before their socket is gone. */
const LAST_WORDS: readonly ((socket: LoadSocket) => void)[] = [
  () => undefined,
  (socket) => socket.write(maskedFrame(DISCONNECT)),
  (socket) => socket.write(CLOSE),
  (socket) => socket.write(maskedFrame(UNSUBSCRIBE)),
  (socket) => socket.write(HALF_A_FRAME),
  (socket) => socket.write(NO_FRAME),
  (socket) => socket.end(),
  (socket) => socket.sleep(),
];

/** The same for clients of SockJS, whose session outlives the connection for a while. */
const LAST_REQUESTS: readonly ((stream: LoadStream) => void | Promise<void>)[] = [
  () => undefined,
  (stream) => stream.say(DISCONNECT),
  (stream) => stream.say(UNSUBSCRIBE),
  (stream) => stream.end(),
  (stream) => stream.sleep(),
];

const TRANSPORTS = Object.keys(HTTP_TRANSPORTS) as (keyof typeof HTTP_TRANSPORTS)[];
/** One life of so many is lived over SockJS. */
const SOCKJS_EVERY = 3;

let lives = 0;

async function live(server: ServerUnderLoad): Promise<void> {
  const life = (lives += 1);
  const topic = String(life % TOPICS).padStart(4, '0');
  if (life % SOCKJS_EVERY === 0) await liveOverSockJs(server, topic, life / SOCKJS_EVERY);
  else await liveOverWebSocket(server, topic, life);
}

async function liveOverWebSocket(server: ServerUnderLoad, topic: string, life: number): Promise<void> {
  const socket = await server.subscribe(topic);
  await socket.received();
  LAST_WORDS[life % LAST_WORDS.length]?.(socket);
  await wait(LAST_WORDS_MS);
  socket.destroy();
}

async function liveOverSockJs(server: ServerUnderLoad, topic: string, life: number): Promise<void> {
  const stream = await server.stream(topic, '0', TRANSPORTS[life % TRANSPORTS.length]);
  await stream.received();
  await LAST_REQUESTS[Math.floor(life / TRANSPORTS.length) % LAST_REQUESTS.length]?.(stream);
  await wait(LAST_WORDS_MS);
  stream.destroy();
}

const server = await ServerUnderLoad.start(CARILLON);
const publisher = await server.subscribe('publisher');
const messages = Array.from({ length: TOPICS }, (_, n) => server.wire.messageTo(String(n).padStart(4, '0')));
const publishing = setInterval(() => publisher.write(Buffer.concat(messages)), PUBLISH_EVERY_MS);
const isOver = new AbortController();
const clients = Array.from({ length: CLIENTS }, async () => {
  while (!isOver.signal.aborted) await live(server);
});

const rows: { minute: string; lives: number; 'RSS MiB': number; 'heap MiB': number }[] = [];
for (let sample = 1; sample <= SAMPLES; sample += 1) {
  await wait((MINUTES * 60_000) / SAMPLES);
  const { rssBytes, heapBytes } = await server.report();
  rows.push({
    minute: ((sample * MINUTES) / SAMPLES).toFixed(1),
    lives,
    'RSS MiB': Math.round(rssBytes / 1024 ** 2),
    'heap MiB': Number((heapBytes / 1024 ** 2).toFixed(1)),
  });
}
isOver.abort();
await Promise.all(clients);
clearInterval(publishing);
publisher.destroy();
server.stop();
printTable(rows);

/** The mean heap of one quarter of the samples. */
function heapIn(quarter: number): number {
  const some = rows.slice((quarter * SAMPLES) / 4, ((quarter + 1) * SAMPLES) / 4);
  return some.reduce((sum, row) => sum + row['heap MiB'], 0) / some.length;
}

const growth = heapIn(3) / heapIn(1);
console.log(
  `\nThe heap is ${growth.toFixed(2)} times what it was: ${growth <= MAX_GROWTH ? 'flat' : 'GROWING'}.`,
);
