import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { encodeFrame } from './encoder.ts';
import type { StompVersion } from './frame.ts';
import { chunkings, decodeAll } from './testing.ts';

const options = fc.record({
  version: fc.constantFrom<StompVersion>('1.0', '1.1', '1.2'),
  limits: fc.constantFrom(
    {},
    { maxCommandBytes: 7, maxHeaderCount: 2, maxHeaderLineBytes: 12, maxFrameBytes: 40 },
    { maxFrameBytes: 25 },
  ),
});

const syntax = fc.constantFrom(
  ...[
    '\n',
    '\r',
    '\r\n',
    '\0',
    ':',
    '\\',
    '\\n',
    '\\t',
    'SEND',
    'CONNECT',
    'content-length:',
    '3',
    'a:b',
    '中',
    '\n\n',
  ],
);
const almostStomp = fc
  .array(syntax, { maxLength: 24 })
  .map((parts) => new TextEncoder().encode(parts.join('')));

const valid = encodeFrame({ command: 'SEND', headers: { destination: '/a:b', n: '中\n' }, body: 'x\0y' });
const edits = fc.array(fc.record({ at: fc.nat({ max: valid.length - 1 }), byte: fc.nat({ max: 255 }) }), {
  minLength: 1,
  maxLength: 4,
});
const mutated = edits.map((list) => {
  const bytes = new Uint8Array(valid.length * 2);
  bytes.set(valid);
  bytes.set(valid, valid.length);
  for (const { at, byte } of list) bytes[at] = byte;
  return bytes;
});

/** A failure prints the seed that repeats it. */
describe.each([
  ['random bytes', fc.uint8Array({ maxLength: 60 })],
  ['almost STOMP', almostStomp],
  ['mutated frames', mutated],
])('of %s', (_, bytesOf) => {
  test.prop([bytesOf, options], { numRuns: 400 })(
    'come frames or a StompError, the same however they are cut',
    (bytes, with_) => {
      const whole = decodeAll([bytes.slice()], with_);
      for (const { title, chunks } of chunkings(bytes)) {
        expect(decodeAll(chunks, with_), title).toEqual(whole);
      }
    },
  );
});

const headerLine = fc.string({
  unit: fc.constantFrom('a', ':', '\\', 'n', 'r', 'c', '\r', '中'),
  minLength: 1,
  maxLength: 6,
});
const oneFrame = fc
  .array(headerLine, { maxLength: 3 })
  .map((lines) => new TextEncoder().encode(['SEND', ...lines, '', '\0'].join('\n')));

test.prop([oneFrame, options.map(({ version }) => version)], { numRuns: 400 })(
  'the headers of whatever is decoded can be encoded again in the same version',
  (bytes, version) => {
    for (const decoded of decodeAll([bytes.slice()], { version })) {
      if (decoded === 'heartbeat' || 'error' in decoded) continue;
      const { command, headers = {} } = decoded;
      expect(() => encodeFrame({ command, headers }, version)).not.toThrow();
    }
  },
);
