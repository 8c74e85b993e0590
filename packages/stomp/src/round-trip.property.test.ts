import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { createDecoder } from './decoder.ts';
import { encodeFrame } from './encoder.ts';
import type { OutgoingFrame } from './encoder.ts';
import type { Frame, StompVersion } from './frame.ts';

/** What no header of a version can carry. */
const UNWRITABLE = { '1.0': /[\0\n\r]/, '1.1': /[\0\r]/, '1.2': /\0/ };

const version = fc.constantFrom<StompVersion>('1.0', '1.1', '1.2');
const letter = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('\\', ':', 'n', 'c', 'r', 't', '/', '\n', '\r', '中', '🍜') },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
);
const command = fc.constantFrom('CONNECT', 'STOMP', 'CONNECTED', 'SEND', 'MESSAGE', 'ERROR', 'X-OWN');
const UNESCAPED = new Set(['CONNECT', 'STOMP', 'CONNECTED']);

function frame(of: StompVersion): fc.Arbitrary<OutgoingFrame> {
  return command.chain((name) => {
    const rule = UNESCAPED.has(name) ? '1.0' : of;
    const value = fc.string({ unit: letter, maxLength: 40 }).filter((text) => !UNWRITABLE[rule].test(text));
    const key = value.filter((text) => text !== '' && !(rule === '1.0' && text.includes(':')));
    return fc.record({
      command: fc.constant(name),
      headers: fc.dictionary(key, value, { maxKeys: 12 }),
      body: fc.uint8Array({ maxLength: 300 }),
    });
  });
}

const wires = version.chain((of) =>
  fc.record({ version: fc.constant(of), frames: fc.array(frame(of), { minLength: 1, maxLength: 5 }) }),
);
const cutSizes = fc.infiniteStream(fc.oneof(fc.constant(1), fc.nat({ max: 64 })));

describe('what is encoded', () => {
  test.prop([wires, cutSizes])(
    'is decoded to the same, in every version and however it is cut',
    (wire, sizes) => {
      const bytes = concatenated(wire.frames.map((one) => encodeFrame(one, wire.version)));
      const decoder = createDecoder({ version: wire.version });
      const decoded: Frame[] = [];
      for (let at = 0; at < bytes.length;) {
        const end = at + Number(sizes.next().value);
        decoder.push(bytes.slice(at, end), (one) => decoded.push(one));
        at = end;
      }
      decoder.end();
      expect(decoded.map(comparable)).toEqual(wire.frames.map(comparable));
    },
  );
});

function comparable({ command: name, headers, body }: OutgoingFrame) {
  const entries = Object.entries(headers ?? {}).filter(([key]) => key !== 'content-length');
  return { name, entries, body: Array.from(body as Uint8Array) };
}

function concatenated(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}
