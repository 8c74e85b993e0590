import { test } from '@fast-check/vitest';
import { FrameImpl, Parser, StompHeaders } from '@stomp/stompjs';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { createDecoder } from './decoder.ts';
import { encodeFrame } from './encoder.ts';
import type { Frame } from './frame.ts';
import { decodeText } from './text.ts';

/**
 * What stompjs can carry: it trims names and values, does not escape names, and reads an escaped backslash
 * before n, r or c wrongly. So names are plain, values trimmed, and no such letter follows a backslash.
 */
const name = fc.stringMatching(/^[a-z][a-z-]{0,11}$/).filter((text) => text !== 'content-length');
const value = fc
  .string({ unit: fc.constantFrom('a', ':', '/', '\\', '\n', '\r', ' ', '中', '🍜'), maxLength: 30 })
  .map((text) => text.trim())
  .filter((text) => !/\\[nrc\\]/.test(text));
const headers = fc.dictionary(name, value, { maxKeys: 6, noNullPrototype: true });
const command = fc.constantFrom('SEND', 'MESSAGE', 'ERROR');

describe('stompjs', () => {
  test.prop([command, headers, fc.uint8Array({ maxLength: 200 })])(
    'reads what we write',
    (sent, map, body) => {
      const read: FrameImpl[] = [];
      const parser = new Parser(
        (raw) => read.push(FrameImpl.fromRawFrame(raw, true)),
        () => undefined,
      );
      parser.parseChunk(encodeFrame({ command: sent, headers: map, body }).slice().buffer);
      expect(read).toHaveLength(1);
      expect(read[0]?.command).toBe(sent);
      expect(withoutLength(read[0]?.headers)).toEqual(map);
      expect(Array.from(read[0]?.binaryBody ?? [])).toEqual(Array.from(body));
    },
  );

  test.prop([command, headers, fc.uint8Array({ minLength: 1, maxLength: 200 })])(
    'writes bytes that we read',
    (sent, map, binaryBody) => {
      const wire = FrameImpl.marshall({ command: sent, headers: map, binaryBody, escapeHeaderValues: true });
      const frame = decoded(new Uint8Array(wire as ArrayBuffer));
      expect(frame.command).toBe(sent);
      expect(withoutLength(frame.headers)).toEqual(map);
      expect(Array.from(frame.body)).toEqual(Array.from(binaryBody));
    },
  );

  test.prop([command, headers, fc.string({ unit: 'grapheme' })])(
    'writes text that we read',
    (sent, map, body) => {
      const wire = FrameImpl.marshall({ command: sent, headers: map, body, escapeHeaderValues: true });
      const frame = decoded(new TextEncoder().encode(wire as string));
      expect(withoutLength(frame.headers)).toEqual(map);
      expect(decodeText(frame.body)).toBe(body);
    },
  );

  test.prop([headers])('and we leave CONNECT unescaped alike', (map) => {
    const entries = Object.entries(map).filter(([, text]) => !/[\r\n]/.test(text));
    const plain = Object.assign(new StompHeaders(), Object.fromEntries(entries));
    const theirs = FrameImpl.marshall({ command: 'CONNECT', headers: plain, escapeHeaderValues: true });
    expect(decodeText(encodeFrame({ command: 'CONNECT', headers: plain }))).toBe(theirs);
  });
});

function decoded(bytes: Uint8Array): Frame {
  const frames: Frame[] = [];
  const decoder = createDecoder();
  decoder.push(bytes, (frame) => frames.push(frame));
  decoder.end();
  const [frame] = frames;
  if (!frame) throw new Error('no frame came');
  return frame;
}

function withoutLength(map: object | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries((map ?? {}) as Record<string, string>).filter(([key]) => key !== 'content-length'),
  );
}
