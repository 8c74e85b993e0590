import { describe, expect, test } from 'vitest';
import { createDecoder } from './decoder.ts';
import { encodeFrame } from './encoder.ts';
import { StompError } from './stomp-error.ts';
import { decodesWith } from './testing.ts';

const decodes = decodesWith(test);
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a frame', () => {
  decodes('has a command alone', 'DISCONNECT\n\n\0', [{ command: 'DISCONNECT' }]);

  decodes('has headers in the order sent', 'SEND\ndestination:/a\nreceipt:1\n\n\0', [
    { command: 'SEND', headers: { destination: '/a', receipt: '1' } },
  ]);

  decodes('has a body up to the first NUL', 'SEND\ndestination:/a\n\nhello\nworld\0', [
    { command: 'SEND', headers: { destination: '/a' }, body: 'hello\nworld' },
  ]);

  decodes('has a command that the codec does not know', 'FROB\n\n\0', [{ command: 'FROB' }]);

  decodes('may be followed at once by others', 'ACK\nid:1\n\n\0NACK\nid:2\n\n\0SEND\n\nx\0', [
    { command: 'ACK', headers: { id: '1' } },
    { command: 'NACK', headers: { id: '2' } },
    { command: 'SEND', body: 'x' },
  ]);

  decodes('may end its lines with CR LF', 'SEND\r\na:1\r\n\r\nbody\r\n\0', [
    { command: 'SEND', headers: { a: '1' }, body: 'body\r\n' },
  ]);
});

describe('headers', () => {
  decodes('keep the first of repeated names', 'SEND\nfoo:World\nfoo:Hello\nfoo:\n\n\0', [
    { command: 'SEND', headers: { foo: 'World' } },
  ]);

  decodes('keep an empty first of repeated names', 'SEND\nfoo:\nfoo:Hello\n\n\0', [
    { command: 'SEND', headers: { foo: '' } },
  ]);

  decodes('keep spaces around names and values', 'SEND\n a : b \n\n\0', [
    { command: 'SEND', headers: { ' a ': ' b ' } },
  ]);

  decodes('are UTF-8', 'SEND\n店:«好» 🍜\n\n\0', [{ command: 'SEND', headers: { 店: '«好» 🍜' } }]);

  decodes('keep raw colons in the value', 'SEND\nhost:a:80\n\n\0', [
    { command: 'SEND', headers: { host: 'a:80' } },
  ]);

  decodes('may be long', `SEND\nx:${'abcdefghij'.repeat(30)}\n\n\0`, [
    { command: 'SEND', headers: { x: 'abcdefghij'.repeat(30) } },
  ]);

  test('inherit nothing, and hold names of Object like any other', () => {
    const [frame] = framesOf('SEND\n__proto__:a\nconstructor:b\n\n\0');
    expect(Object.entries(frame?.headers ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    const [empty] = framesOf('SEND\n\n\0');
    expect('toString' in (empty?.headers ?? {})).toBe(false);
    expect('constructor' in (empty?.headers ?? {})).toBe(false);
  });

  decodes('refuse a line without colon', 'SEND\ndestination\n\n\0', [{ error: 'header_without_colon' }]);
  decodes('refuse an empty name', 'SEND\n:x\n\n\0', [{ error: 'empty_header_name' }]);
  decodes('refuse a NUL', 'SEND\na:\0\n\n\0', [{ error: 'nul_in_head' }]);
  decodes('refuse the end of the frame where the blank line is missing', 'SEND\na:b\n\0', [
    { error: 'nul_in_head' },
  ]);
});

describe('UTF-8 of headers', () => {
  const cases: [string, number[]][] = [
    ['a lone continuation', [0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a sequence cut by the line end', [0xe4, 0xb8]],
    ['a byte that never occurs', [0xff]],
  ];
  for (const [what, bytes] of cases) {
    const line = Uint8Array.of(...bytesOf('SEND\nx:'), ...bytes, ...bytesOf('\n\n\0'));
    decodes(`refuses ${what}`, line, [{ error: 'invalid_utf8' }]);
  }

  decodes('is checked in the command too', Uint8Array.of(0xc3, 0x28, 0x0a, 0x0a, 0), [
    { error: 'invalid_utf8' },
  ]);

  const binary = [0xff, 0xfe, 0x80, 0x01];
  decodes('is not asked of the body', Uint8Array.of(...bytesOf('SEND\n\n'), ...binary, 0), [
    { command: 'SEND', body: binary },
  ]);
});

describe('escapes', () => {
  const escaped = 'SEND\nk\\cey:a\\nb\\cc\\\\d\n\n\0';
  const raw = [{ command: 'SEND', headers: { 'k\\cey': 'a\\nb\\cc\\\\d' } }];
  const plain = [{ command: 'SEND', headers: { 'k:ey': 'a\nb:c\\d' } }];
  decodes('are none in 1.0', escaped, raw, { version: '1.0' });
  decodes('are \\n, \\c and \\\\ in 1.1', escaped, plain, { version: '1.1' });
  decodes('are the same in 1.2', escaped, plain, { version: '1.2' });

  const carriageReturn = 'SEND\na:x\\ry\n\n\0';
  decodes('include \\r in 1.2', carriageReturn, [{ command: 'SEND', headers: { a: 'x\ry' } }]);
  decodes('do not include \\r in 1.1', carriageReturn, [{ error: 'undefined_escape' }], { version: '1.1' });

  decodes('are refused when undefined', 'SEND\na:x\\ty\n\n\0', [{ error: 'undefined_escape' }]);
  decodes('are refused when cut short', 'SEND\na:x\\\n\n\0', [{ error: 'undefined_escape' }]);
  decodes('are refused in names too', 'SEND\na\\:x\n\n\0', [{ error: 'undefined_escape' }]);
  decodes('are read once, not twice', 'SEND\na:\\\\n\n\n\0', [{ command: 'SEND', headers: { a: '\\n' } }]);

  for (const command of ['CONNECT', 'STOMP', 'CONNECTED']) {
    decodes(`are never read in ${command}`, `${command}\na:\\t\\c\n\n\0`, [
      { command, headers: { a: '\\t\\c' } },
    ]);
  }
});

describe('carriage returns', () => {
  for (const version of ['1.0', '1.1', '1.2'] as const) {
    const refused = [{ error: 'stray_carriage_return' as const }];
    decodes(`inside a value are refused in ${version}`, 'SEND\na:x\ry\n\n\0', refused, { version });
    decodes(`inside a name are refused in ${version}`, 'SEND\na\r:x\n\n\0', refused, { version });
    decodes(`twice before the line feed are refused in ${version}`, 'SEND\r\r\n\n\0', refused, { version });
    decodes(
      `before the line feed belong to it in ${version}`,
      'SEND\r\na:x\r\n\r\n\0',
      [{ command: 'SEND', headers: { a: 'x' } }],
      { version },
    );
  }
  decodes('between frames belong to a line feed', '\r\rSEND\n\n\0', [{ error: 'stray_carriage_return' }]);
});

describe('line ends between frames', () => {
  decodes('are heart-beats', '\n\r\nACK\nid:1\n\n\0\n\r\n\nACK\nid:2\n\n\0', [
    'heartbeat',
    'heartbeat',
    { command: 'ACK', headers: { id: '1' } },
    'heartbeat',
    'heartbeat',
    'heartbeat',
    { command: 'ACK', headers: { id: '2' } },
  ]);

  decodes('may be all there is', '\n', ['heartbeat']);
});

describe('content-length', () => {
  decodes('lets a body have NULs', 'SEND\ncontent-length:5\n\na\0b\0c\0ACK\nid:1\n\n\0', [
    { command: 'SEND', headers: { 'content-length': '5' }, body: 'a\0b\0c' },
    { command: 'ACK', headers: { id: '1' } },
  ]);

  decodes('counts bytes, not letters', 'SEND\ncontent-length:6\n\n中文\0', [
    { command: 'SEND', headers: { 'content-length': '6' }, body: '中文' },
  ]);

  decodes('may be zero', 'SEND\ncontent-length:0\n\n\0', [
    { command: 'SEND', headers: { 'content-length': '0' } },
  ]);

  decodes('holds in its first form when repeated', 'SEND\ncontent-length:1\ncontent-length:9\n\na\0', [
    { command: 'SEND', headers: { 'content-length': '1' }, body: 'a' },
  ]);

  decodes('must be followed by NUL', 'SEND\ncontent-length:1\n\nab\0', [{ error: 'missing_nul' }]);

  for (const value of ['', '-1', '+1', '1.5', '0x10', ' 1', '1 ', '一', 'NaN']) {
    decodes(`refuses ${JSON.stringify(value)}`, `SEND\ncontent-length:${value}\n\na\0`, [
      { error: 'invalid_content_length' },
    ]);
  }

  decodes('refuses a number beyond any limit', `SEND\ncontent-length:${'9'.repeat(400)}\n\n`, [
    { error: 'frame_too_large' },
  ]);
});

describe('the end of input', () => {
  decodes('may come before any frame', '', []);
  for (const part of ['S', 'SEND\n', 'SEND\na:b', 'SEND\na:b\n', 'SEND\n\n', 'SEND\n\nbo', '\r']) {
    decodes(`refuses to come after ${JSON.stringify(part)}`, part, [{ error: 'truncated' }]);
  }
});

describe('the version', () => {
  test('may be set inside onFrame and holds from the next frame of the same chunk', () => {
    const decoder = createDecoder();
    const values: (string | undefined)[] = [];
    decoder.push(bytesOf('CONNECT\na:\\c\n\n\0SEND\na:\\c\n\n\0'), ({ command, headers }) => {
      if (command === 'CONNECT') decoder.version = '1.0';
      values.push(headers.a);
    });
    expect(values).toEqual(['\\c', '\\c']);
  });
});

describe('a decoder', () => {
  test('hands out a body that lies whole in a chunk as a view on it', () => {
    const chunk = encodeFrame({ command: 'SEND', body: 'hello' });
    const decoder = createDecoder();
    decoder.push(chunk, ({ body }) => expect(body.buffer).toBe(chunk.buffer));
    expect.assertions(1);
  });

  test('hands out the frames before a malformed one', () => {
    const commands: string[] = [];
    const push = () =>
      createDecoder().push(bytesOf('ACK\nid:1\n\n\0SEND\nx\n\n\0'), ({ command }) => commands.push(command));
    expect(push).toThrow(StompError);
    expect(commands).toEqual(['ACK']);
  });

  test('is closed once it has thrown', () => {
    const decoder = createDecoder();
    expect(() => decoder.push(bytesOf('SEND\n:\n'), ignore)).toThrow(coded('empty_header_name'));
    expect(() => decoder.push(bytesOf('\n'), ignore)).toThrow(coded('decoder_closed'));
    expect(() => decoder.end()).toThrow(coded('decoder_closed'));
  });

  test('is closed once it has ended', () => {
    const decoder = createDecoder();
    decoder.end();
    expect(() => decoder.push(bytesOf('\n'), ignore)).toThrow(coded('decoder_closed'));
  });

  test('lets the error of a callback through and is closed', () => {
    const decoder = createDecoder();
    const failing = () => {
      throw new RangeError('of the caller');
    };
    expect(() => decoder.push(bytesOf('ACK\n\n\0'), failing)).toThrow(RangeError);
    expect(() => decoder.push(bytesOf('\n'), ignore)).toThrow(coded('decoder_closed'));
  });

  test('refuses a push from inside its callback', () => {
    const decoder = createDecoder();
    const again = () => decoder.push(bytesOf('\n'), ignore);
    expect(() => decoder.push(bytesOf('ACK\n\n\0'), again)).toThrow(coded('decoder_closed'));
  });
});

describe('a decoder that is asked for each frame', () => {
  test('reads no further than it is asked to', () => {
    const decoder = createDecoder();
    decoder.feed(bytesOf('\nACK\nid:1\n\n\0\nSEND\nx\n\n\0'));
    expect(decoder.next()?.headers.id).toBe('1');
    expect([decoder.lineEnds, decoder.unreadBytes]).toEqual([1, 10]);
    expect(() => decoder.next()).toThrow(coded('header_without_colon'));
    expect(() => decoder.next()).toThrow(coded('decoder_closed'));
  });

  test('says when all is read, and goes on with the next bytes where a frame was cut', () => {
    const decoder = createDecoder();
    decoder.feed(bytesOf('ACK\nid:1\n\n\0\n\nACK\nid'));
    const ids = [decoder.next()?.headers.id, decoder.next()?.headers.id];
    expect([decoder.lineEnds, decoder.unreadBytes]).toEqual([2, 0]);
    decoder.feed(bytesOf(':2\n\n\0'));
    ids.push(decoder.next()?.headers.id, decoder.next()?.headers.id);
    expect(ids).toEqual(['1', undefined, '2', undefined]);
    expect([decoder.lineEnds, decoder.unreadBytes]).toEqual([0, 0]);
  });
});

function ignore(): void {
  // These frames do not matter.
}

function coded(code: string): unknown {
  return expect.objectContaining({ name: 'StompError', code });
}

function framesOf(text: string) {
  const frames: { headers: Readonly<Record<string, string>> }[] = [];
  createDecoder().push(bytesOf(text), (frame) => frames.push(frame));
  return frames;
}

describe('an error in the middle of a frame', () => {
  test.each([
    ['frame_too_large', 'SEND\nreceipt:r\n\n' + 'x'.repeat(101)],
    ['frame_too_large', 'SEND\nreceipt:r\ncontent-length:101\n\n'],
    ['missing_nul', 'SEND\nreceipt:r\ncontent-length:1\n\nab\0'],
    ['invalid_content_length', 'SEND\ncontent-length:x\nreceipt:r\n\nab\0'],
    ['undefined_escape', 'SEND\nreceipt:r\na:\\t\n\n\0'],
    ['header_without_colon', 'SEND\nreceipt:r\na\n\n\0'],
  ])('%s names the receipt that the frame asked for: %j', (code, text) => {
    for (const chunkBytes of [1, text.length]) {
      expect(errorOf(text, chunkBytes)).toMatchObject({ code, receipt: 'r' });
    }
  });

  test.each([
    ['undefined_escape', 'SEND\na:\\t\nreceipt:r\n\n\0'],
    ['command_too_long', 'SEND\nreceipt:r\n\nx\0' + 'X'.repeat(70)],
    ['missing_nul', 'SEND\nreceipt:r\na:é\n\nx\0SEND\ncontent-length:1\n\nab\0'],
  ])('%s names none that was not read, or is of another frame: %j', (code, text) => {
    for (const chunkBytes of [1, text.length]) {
      expect(errorOf(text, chunkBytes)).toMatchObject({ code, receipt: undefined });
    }
  });

  function errorOf(text: string, chunkBytes: number): unknown {
    const decoder = createDecoder({ limits: { maxFrameBytes: 100 } });
    const bytes = bytesOf(text);
    try {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        decoder.push(bytes.subarray(at, at + chunkBytes), () => undefined);
      }
      return undefined;
    } catch (error) {
      return error;
    }
  }
});
