/**
 * The codec against @stomp/stompjs: CPU time of decoding and encoding one 256-byte JSON MESSAGE. All
 * contestants run in turn, round after round in one process, so that a noisy machine disturbs them alike;
 * the best round of each counts, and collecting its garbage counts to it.
 *
 * Run: node bench/codec.ts
 */
import { createDecoder, encodeFrame } from '@carillon/stomp';
import { FrameImpl, Parser, StompHeaders } from '@stomp/stompjs';
import { printTable } from './table.ts';

const ROUNDS = 7;
const FRAMES_PER_ROUND = 20_000;
const TARGET_RATIO = 3;

const headers = {
  destination: '/topic/shops/7/orders',
  'content-type': 'application/json',
  subscription: 'sub-0',
  'message-id': '6f1d2c-1042',
  seq: '1042',
};
const theirHeaders = Object.assign(new StompHeaders(), headers);
const text = JSON.stringify({ type: 'order.paid', note: 'x'.repeat(256) }).slice(0, 254) + '"}';
const body = new TextEncoder().encode(text);
const message = { command: 'MESSAGE', headers, body };
const wire = encodeFrame(message).slice();
const pieces = [wire.slice(0, 90), wire.slice(90, 300), wire.slice(300)].map((piece) => piece.buffer);

/** Keeps results alive, so that no engine skips the work. */
let bytesSeen = 0;

const decoder = createDecoder();
const parser = new Parser(
  (raw) => (bytesSeen += FrameImpl.fromRawFrame(raw, true).binaryBody.length),
  () => undefined,
);

const relay = new Parser(
  (raw) => {
    const { headers: relayed, binaryBody } = FrameImpl.fromRawFrame(raw, true);
    bytesSeen += marshalled({ headers: relayed, binaryBody });
  },
  () => undefined,
);

interface Contest {
  readonly work: string;
  readonly ours: () => void;
  readonly theirs: () => void;
}

const contests: Contest[] = [
  {
    work: 'decode, whole',
    ours: () => decoder.push(wire, (frame) => (bytesSeen += frame.body.length)),
    theirs: () => parser.parseChunk(wire.buffer),
  },
  {
    work: 'decode, in 3 chunks',
    ours: () => {
      for (const piece of pieces) {
        decoder.push(new Uint8Array(piece), (frame) => (bytesSeen += frame.body.length));
      }
    },
    theirs: () => {
      for (const piece of pieces) parser.parseChunk(piece);
    },
  },
  {
    work: 'encode, body of bytes',
    ours: () => (bytesSeen += encodeFrame(message).length),
    theirs: () => (bytesSeen += marshalled({ binaryBody: body })),
  },
  {
    work: 'encode, body of text',
    ours: () => (bytesSeen += encodeFrame({ command: 'MESSAGE', headers, body: text }).length),
    // stompjs stops at a string here: turning it into bytes is left to the socket, and not counted.
    theirs: () => (bytesSeen += marshalled({ body: text })),
  },
  {
    work: 'decode and encode',
    ours: () => decoder.push(wire, (frame) => (bytesSeen += encodeFrame(frame).length)),
    theirs: () => relay.parseChunk(wire.buffer),
  },
];

function marshalled(frame: { headers?: StompHeaders; body?: string; binaryBody?: Uint8Array }): number {
  const bytes = FrameImpl.marshall({
    command: 'MESSAGE',
    headers: theirHeaders,
    escapeHeaderValues: true,
    ...frame,
  });
  return typeof bytes === 'string' ? bytes.length : bytes.byteLength;
}

/** CPU nanoseconds, user and system, of one call among many. */
function cpuNsPerFrame(run: () => void): number {
  const start = process.cpuUsage();
  for (let frame = 0; frame < FRAMES_PER_ROUND; frame += 1) run();
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1000) / FRAMES_PER_ROUND;
}

const results = contests.map(({ work }) => ({ work, oursNs: Infinity, theirsNs: Infinity }));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [index, { ours, theirs }] of contests.entries()) {
    const result = results[index];
    if (!result) continue;
    result.oursNs = Math.min(result.oursNs, cpuNsPerFrame(ours));
    result.theirsNs = Math.min(result.theirsNs, cpuNsPerFrame(theirs));
  }
}

console.log(`One MESSAGE of ${wire.length} bytes, ${body.length} of them body. Node ${process.version}.\n`);
printTable(
  results.map(({ work, oursNs, theirsNs }) => ({
    work,
    'carillon, ns': Math.round(oursNs),
    'stompjs, ns': Math.round(theirsNs),
    ratio: `${(theirsNs / oursNs).toFixed(1)} x`,
  })),
);

const last = results.at(-1);
const reached = last !== undefined && last.theirsNs / last.oursNs >= TARGET_RATIO && bytesSeen > 0;
console.log(`\nTarget: decode and encode faster by ${TARGET_RATIO} x: ${reached ? 'reached' : 'MISSED'}.`);
