import { describe, expect, test } from 'vitest';
import { createDecoder } from './decoder.ts';
import { DEFAULT_DECODER_LIMITS } from './decoder-limits.ts';
import { decodesWith } from './testing.ts';

const decodes = decodesWith(test);

describe('maxCommandBytes', () => {
  const options = { limits: { maxCommandBytes: 4 } };
  decodes('lets a command of its length pass', 'SEND\n\n\0', [{ command: 'SEND' }], options);
  decodes('does not count the line end', 'SEND\r\n\r\n\0', [{ command: 'SEND' }], options);
  decodes('refuses one byte more', 'SENDS\n\n\0', [{ error: 'command_too_long' }], options);
  decodes('refuses before the line ends', 'SENDSS', [{ error: 'command_too_long' }], options);
  decodes('refuses one byte more before CR LF', 'SENDS\r\n', [{ error: 'command_too_long' }], options);
});

describe('maxHeaderLineBytes', () => {
  const options = { limits: { maxHeaderLineBytes: 5 } };
  decodes(
    'lets a line of its length pass',
    'ACK\nid:ab\r\n\n\0',
    [{ command: 'ACK', headers: { id: 'ab' } }],
    options,
  );
  decodes('refuses one byte more', 'ACK\nid:abc\n\n\0', [{ error: 'header_too_long' }], options);
  decodes('refuses before the line ends', 'ACK\nid:abcd', [{ error: 'header_too_long' }], options);
  decodes('counts escapes as sent', 'ACK\nid:\\c\\c\n\n\0', [{ error: 'header_too_long' }], options);
});

describe('maxHeaderCount', () => {
  const options = { limits: { maxHeaderCount: 2 } };
  decodes(
    'lets so many pass',
    'ACK\na:1\nb:2\n\n\0',
    [{ command: 'ACK', headers: { a: '1', b: '2' } }],
    options,
  );
  decodes('refuses one more', 'ACK\na:1\nb:2\nc:3\n', [{ error: 'too_many_headers' }], options);
  decodes('counts repeated ones', 'ACK\na:1\na:1\na:1\n', [{ error: 'too_many_headers' }], options);
  decodes(
    'starts anew with each frame',
    'ACK\na:1\nb:2\n\n\0ACK\na:1\n\n\0',
    [
      { command: 'ACK', headers: { a: '1', b: '2' } },
      { command: 'ACK', headers: { a: '1' } },
    ],
    options,
  );
});

describe('maxFrameBytes', () => {
  const toNul = 'SEND\n\n12345\0';
  const options = { limits: { maxFrameBytes: 12 } };
  const passes = [{ command: 'SEND', body: '12345' }];
  decodes('lets a frame of its length pass', toNul, passes, options);
  decodes(
    'starts anew with each frame',
    `\n\n${toNul}\n${toNul}`,
    ['heartbeat', 'heartbeat', ...passes, 'heartbeat', ...passes],
    options,
  );
  decodes('refuses one byte more', 'SEND\n\n123456\0', [{ error: 'frame_too_large' }], options);
  decodes('refuses before the NUL comes', 'SEND\n\n123456', [{ error: 'frame_too_large' }], options);
  decodes('refuses a head that is longer', 'SEND\nabcdefgh:i\n', [{ error: 'frame_too_large' }], options);
  decodes(
    'refuses a head that leaves no room for NUL',
    'SEND\nabcd:\n\n\0',
    [{ error: 'frame_too_large' }],
    options,
  );

  const announced = 'SEND\ncontent-length:5\n\n12345\0';
  const length = announced.length;
  decodes(
    'lets an announced body of its length pass',
    announced,
    [{ command: 'SEND', headers: { 'content-length': '5' }, body: '12345' }],
    { limits: { maxFrameBytes: length } },
  );
  decodes(
    'refuses an announced body before it comes',
    'SEND\ncontent-length:5\n\n',
    [{ error: 'frame_too_large' }],
    { limits: { maxFrameBytes: length - 1 } },
  );
});

test('the limits not given are the defaults', () => {
  const long = (count: number) => new TextEncoder().encode('X'.repeat(count));
  const { maxCommandBytes } = DEFAULT_DECODER_LIMITS;
  const push = (count: number) => () => createDecoder({ limits: {} }).push(long(count), () => undefined);
  expect(push(maxCommandBytes)).not.toThrow();
  expect(push(maxCommandBytes + 2)).toThrow(expect.objectContaining({ code: 'command_too_long' }));
});

// A server with many strangers would otherwise hold the largest frame for each, for thirty bytes sent.
test('an announced body costs no memory before it comes', () => {
  const start = new TextEncoder().encode('SEND\ncontent-length:64000\n\nx');
  const decoders = Array.from({ length: 500 }, () => createDecoder());
  const before = process.memoryUsage().arrayBuffers;
  for (const decoder of decoders) decoder.push(start, () => undefined);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(500 * 4096);
});
