import { deflateRawSync, constants } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { chunkings } from '@carillon/stomp/testing';
import type { Chunking } from '@carillon/stomp/testing';
import { clientFrame, wireBytes } from '../../testing/wire-bytes.ts';
import { FrameReader } from './frame-reader.ts';
import { Inflater } from './inflater.ts';
import { WebSocketError } from './websocket-error.ts';

/** What a reader said: a whole message, as text where it is UTF-8; control frames; the error's close code. */
type Read = { message: string } | { ping: string } | 'pong' | { close: number } | { fails: number };

interface Reading {
  reads: Read[];
  /** Bytes of messages that are not over. */
  unfinished: string;
}

interface Listener {
  onData(piece: Buffer, isLast: boolean): void;
  onPing?(payload: Buffer): void;
  onPong?(): void;
  onClose?(code: number): void;
}

/** A reader that tells what it reads. */
class ToldReader extends FrameReader {
  readonly #listener: Listener;

  constructor(listener: Listener, inflater?: Inflater) {
    super(inflater);
    this.#listener = listener;
  }

  /** Answers how far it came. */
  push(chunk: Buffer): number {
    return this.readFrames(chunk, chunk.length);
  }

  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
  }

  skipData(): void {
    this.skipsData = true;
  }

  protected onData(piece: Buffer, isLast: boolean): void {
    this.#listener.onData(piece, isLast);
  }

  protected onPing(payload: Buffer): void {
    this.#listener.onPing?.(payload);
  }

  protected onPong(): void {
    this.#listener.onPong?.();
  }

  protected onClose(code: number): void {
    this.#listener.onClose?.(code);
  }
}

const MAX_INFLATED_BYTES = 1_000;
const MOST_CUTS = 400;

function readAll(chunks: Iterable<Uint8Array>, isCompressed: boolean): Reading {
  const reads: Read[] = [];
  let pieces: Buffer[] = [];
  const reader = new ToldReader(
    {
      onData(piece, isLast) {
        pieces.push(piece);
        if (isLast) reads.push({ message: Buffer.concat(pieces).toString() });
        if (isLast) pieces = [];
      },
      onPing: (payload) => reads.push({ ping: payload.toString() }),
      onPong: () => reads.push('pong'),
      onClose: (close) => reads.push({ close }),
    },
    isCompressed ? new Inflater(MAX_INFLATED_BYTES, Infinity) : undefined,
  );
  try {
    for (const chunk of chunks) {
      reader.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
      // As the shared read buffer is: pieces that are kept must not change.
      chunk.fill(0xee);
    }
  } catch (error) {
    if (!(error instanceof WebSocketError)) throw error;
    reads.push({ fails: error.closeCode });
  }
  return { reads, unfinished: Buffer.concat(pieces).toString() };
}

/** All cuts of what is short; of what is long those in the first head, and pieces of a network's size. */
function* cutsOf(bytes: Buffer): Iterable<Chunking> {
  if (bytes.length <= MOST_CUTS) {
    yield* chunkings(Uint8Array.from(bytes));
    return;
  }
  for (let cut = 1; cut < 20; cut += 1) {
    yield {
      title: `cut at ${cut}`,
      chunks: [Buffer.from(bytes.subarray(0, cut)), Buffer.from(bytes.subarray(cut))],
    };
  }
  const segments = Array.from({ length: Math.ceil(bytes.length / 1460) }, (_, n) =>
    Buffer.from(bytes.subarray(n * 1460, (n + 1) * 1460)),
  );
  yield { title: 'in segments', chunks: segments };
}

/** One case: the bytes say the same, however they are cut. */
function reads(title: string, bytes: Buffer | string, expected: Read[], unfinished?: string): void {
  test(title, () => {
    const input = typeof bytes === 'string' ? wireBytes(bytes) : bytes;
    for (const { title: cut, chunks } of cutsOf(input)) {
      expect(readAll(chunks, false), cut).toMatchObject(
        unfinished === undefined ? { reads: expected } : { reads: expected, unfinished },
      );
    }
  });
}

function inflates(title: string, bytes: Buffer | string, expected: Read[]): void {
  test(title, () => {
    const input = typeof bytes === 'string' ? wireBytes(bytes) : bytes;
    for (const { title: cut, chunks } of cutsOf(input)) {
      expect(readAll(chunks, true).reads, cut).toEqual(expected);
    }
  });
}

describe('a message (RFC 6455 §5.2)', () => {
  reads('is unmasked', '81 85 37fa213d 7f9f4d5158', [{ message: 'Hello' }]);
  reads('may be binary', '82 83 00000000 "abc"', [{ message: 'abc' }]);
  reads('may be empty', '81 80 00000000', [{ message: '' }]);
  reads('may be followed by the next at once', '81 81 00000000 "a" 82 80 00000000 81 81 00000000 "b"', [
    { message: 'a' },
    { message: '' },
    { message: 'b' },
  ]);
  for (const length of [1, 2, 3, 4, 5, 125, 126, 127, 128, 65_535, 65_536, 100_001]) {
    const text = 'abcdefg'.repeat(length / 7 + 1).slice(0, length);
    reads(`may have ${length} bytes`, clientFrame(0x81, text), [{ message: text }]);
  }
});

describe('a length', () => {
  reads('of 126 to 65535 has two bytes', `81 fe 0080 00000000 ${'"x"'.repeat(128)}`, [
    { message: 'x'.repeat(128) },
  ]);
  reads('must not take two bytes below 126', '81 fe 007d', [{ fails: 1002 }]);
  reads('must not take eight bytes below 65536', '81 ff 000000000000ffff', [{ fails: 1002 }]);
  reads('must not have its highest bit set', '81 ff 80', [{ fails: 1002 }]);
  reads('that nobody can count is refused', '81 ff 7fffffffffffffff', [{ fails: 1002 }]);
  reads('of more than ever comes costs nothing', '81 ff 0000ffffffffffff 00000000 "abc"', [], 'abc');
});

describe('a client', () => {
  reads('must mask its frames (§5.1)', '81 05', [{ fails: 1002 }]);
  reads('must mask an empty frame too', '81 00', [{ fails: 1002 }]);
});

describe('reserved bits (§5.2)', () => {
  for (const first of ['c1', 'a1', '91', 'b1', 'f1', 'c2', 'c9', 'a8', '9a', 'c0']) {
    reads(`must be 0: ${first}`, `81 81 00000000 "a" ${first}`, [{ message: 'a' }, { fails: 1002 }]);
  }
});

describe('opcodes (§5.2)', () => {
  for (const first of ['83', '84', '85', '86', '87', '03', '07', '8b', '8c', '8d', '8e', '8f', '0b']) {
    reads(`that are not defined are refused: ${first}`, first, [{ fails: 1002 }]);
  }
});

describe('fragments (§5.4)', () => {
  reads('make one message', '01 82 00000000 "ab" 00 81 00000000 "c" 80 82 00000000 "de"', [
    { message: 'abcde' },
  ]);
  reads('may be empty', '01 80 00000000 00 80 00000000 80 80 00000000', [{ message: '' }]);
  reads(
    'let control frames in between, which are read at once',
    '01 82 00000000 "ab" 89 81 00000000 "p" 8a 80 00000000 80 81 00000000 "c"',
    [{ ping: 'p' }, 'pong', { message: 'abc' }],
  );
  reads('cannot continue what was not begun', '80 81', [{ fails: 1002 }]);
  reads('cannot continue what is over', '81 81 00000000 "a" 00', [{ message: 'a' }, { fails: 1002 }]);
  reads('cannot be left for another message', '01 81 00000000 "a" 81', [{ fails: 1002 }], 'a');
  reads('come out though the message is not over', '01 82 00000000 "ab" 00 81 00000000 "c"', [], 'abc');
});

describe('control frames (§5.5)', () => {
  reads('carry up to 125 bytes', clientFrame(0x89, 'p'.repeat(125)), [{ ping: 'p'.repeat(125) }]);
  reads('carry no more', '89 fe', [{ fails: 1002 }]);
  reads('may be empty', '89 80 00000000 8a 80 00000000', [{ ping: '' }, 'pong']);
  reads('cannot be fragmented', '09', [{ fails: 1002 }]);
  reads('that are pongs may come unasked', '8a 83 00000000 "abc"', ['pong']);
  reads(
    'that are pings come each by itself',
    clientFrame(0x89, 'a').toString('hex').repeat(10),
    Array<Read>(10).fill({ ping: 'a' }),
  );
});

describe('a close frame (§5.5.1)', () => {
  reads('may have no code', '88 80 00000000', [{ close: 1005 }]);
  reads('cannot have half a code', '88 81 00000000 03', [{ fails: 1002 }]);
  reads('may have a reason', '88 85 00000000 03e8 "bye"', [{ close: 1000 }]);
  reads(
    'has a reason of at most 123 bytes',
    clientFrame(0x88, Buffer.concat([Buffer.of(3, 232), Buffer.alloc(123, 'x')])),
    [{ close: 1000 }],
  );
  reads('has a reason in UTF-8', '88 84 00000000 03e8 c328', [{ fails: 1007 }]);
  reads('is the last frame', '88 80 00000000 81 81 00000000 "a" 83', [{ close: 1005 }]);
  reads('may come within a message', '01 81 00000000 "a" 88 80 00000000', [{ close: 1005 }], 'a');
  const codeFrame = (code: number) => clientFrame(0x88, Buffer.of(code >> 8, code & 0xff));
  for (const code of [
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
  ]) {
    reads(`may say ${code}`, codeFrame(code), [{ close: code }]);
  }
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]) {
    reads(`may not say ${code}`, codeFrame(code), [{ fails: 1002 }]);
  }
});

describe('text (§8.1)', () => {
  reads('is UTF-8', clientFrame(0x81, 'κόσμε 面 😀'), [{ message: 'κόσμε 面 😀' }]);
  reads('may be cut within a letter', '01 82 00000000 f09f 00 81 00000000 98 80 81 00000000 80', [
    { message: '😀' },
  ]);
  reads('cannot end within a letter', '81 83 00000000 f09f98', [{ fails: 1007 }]);
  reads(
    'cannot end within a letter after fragments either',
    '01 82 00000000 f09f 80 80 00000000',
    [{ fails: 1007 }],
    '\ufffd',
  );
  reads('begins anew with each message', '81 81 00000000 "a" 81 81 00000000 80', [
    { message: 'a' },
    { fails: 1007 },
  ]);
  reads('is of no interest in binary messages', '82 82 00000000 c328', [{ message: '\ufffd(' }]);
  test('is refused at the first byte that cannot be, though the message goes on', () => {
    const reader = new ToldReader({ onData: () => undefined });
    reader.push(wireBytes('01 fe 1000 00000000 "abc" f4'));
    expect(() => reader.push(wireBytes('90'))).toThrow('UTF-8');
  });
});

describe('a reader that is held', () => {
  test('stops behind the frame that it reads, and goes on from there', () => {
    const seen: string[] = [];
    const reader = new ToldReader({
      onData(piece) {
        seen.push(piece.toString());
        reader.hold(true);
      },
    });
    const bytes = wireBytes('81 81 00000000 "a" 81 80 00000000 81 81 00000000 "b"');
    const ends = [reader.push(bytes)];
    expect(reader.push(bytes.subarray(7))).toBe(0);
    reader.hold(false);
    ends.push(reader.push(bytes.subarray(7)));
    reader.hold(false);
    ends.push(reader.push(bytes.subarray(13)));
    expect([seen, ends]).toEqual([
      ['a', '', 'b'],
      [7, 6, 7],
    ]);
  });
});

describe('while the socket is being closed', () => {
  test('messages are read over, and the close frame behind them is found', () => {
    const seen: string[] = [];
    const reader = new ToldReader({
      onData: () => seen.push('data'),
      onPing: () => seen.push('ping'),
      onPong: () => seen.push('pong'),
      onClose: (code) => seen.push(`close ${code}`),
    });
    reader.push(wireBytes('01 84 00000000 "ab"'));
    reader.skipData();
    reader.push(wireBytes('"cd" 80 81 00000000 "e" 81 82 00000000 c328 88 80 00000000'));
    expect(seen).toEqual(['data', 'close 1005']);
  });
});

describe('a compressed message (RFC 7692)', () => {
  const deflated = (text: string) =>
    deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);

  inflates('is inflated', 'c1 87 00000000 f248cdc9c90700', [{ message: 'Hello' }]);
  inflates('may come in fragments', '41 83 00000000 f248cd 80 84 00000000 c9c90700', [{ message: 'Hello' }]);
  inflates('lets control frames in between', '41 83 00000000 f248cd 89 80 00000000 80 84 00000000 c9c90700', [
    { ping: '' },
    { message: 'Hello' },
  ]);
  inflates('may be made of several blocks', 'c1 8d 00000000 f2480500 0000ffff cac9c90700', [
    { message: 'Hello' },
  ]);
  inflates('may be a block without compression', 'c1 8b 00000000 000500faff "Hello" 00', [
    { message: 'Hello' },
  ]);
  inflates('may be empty', 'c1 81 00000000 00', [{ message: '' }]);
  inflates('may stand beside one that is not', 'c1 87 00000000 f248cdc9c90700 81 81 00000000 "a"', [
    { message: 'Hello' },
    { message: 'a' },
  ]);
  inflates('must be one', 'c1 83 00000000 ffffff', [{ fails: 1007 }]);
  inflates(
    'must be UTF-8 when it is text',
    clientFrame(
      0xc1,
      deflateRawSync(Buffer.of(0xc3, 0x28), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4),
    ),
    [{ fails: 1007 }],
  );
  inflates('may be as large as the limit', clientFrame(0xc2, deflated('x'.repeat(1_000))), [
    { message: 'x'.repeat(1_000) },
  ]);
  inflates('may not become larger, however small it came', clientFrame(0xc2, deflated('x'.repeat(100_000))), [
    { fails: 1009 },
  ]);
  inflates(
    'may not be larger on its way either',
    `42 fe 03e8 00000000 ${'00'.repeat(1_000)} 00 81 00000000 00`,
    [{ fails: 1009 }],
  );
  inflates('says so in its first frame only', '41 81 00000000 00 c0', [{ fails: 1002 }]);
  inflates('is no control frame', 'c9', [{ fails: 1002 }]);
  inflates('has no other reserved bits', 'a1', [{ fails: 1002 }]);
});
