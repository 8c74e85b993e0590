import { describe, expect, test } from 'vitest';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestEngineOptions } from '../testing/test-session.ts';

/** STOMP 1.2, "STOMP Frames": each test begins with the key of the clause in packages/conformance/src/stomp-clauses.ts. */

function connect(options: TestEngineOptions = {}) {
  const client = new TestEngine(options).connect();
  client.write('SUBSCRIBE\nid:1\ndestination:/topic/a\n\n\0');
  return client;
}

describe('lines', () => {
  test('eol-optional-carriage-return: a line may end in CR LF, the empty one too', () => {
    const client = connect();
    client.write('SEND\r\ndestination:/topic/a\r\ncolour:red\r\nreceipt:r\r\n\r\nx\0');
    expect(client.transport.frames[0]?.headers).toMatchObject({ colour: 'red', destination: '/topic/a' });
    expect(textOf(client.transport.frames[0] as never)).toBe('x');
  });

  test('eols-after-nul: line ends between frames are read over', () => {
    const client = connect();
    client.write('\n\r\nSEND\ndestination:/topic/a\n\n\0\n\r\n\nSEND\ndestination:/topic/a\n\n\0\n');
    expect(client.commands).toEqual(['MESSAGE', 'MESSAGE']);
  });

  test.each(['send\ndestination:/topic/a\n\n\0', 'SEND\nDestination:/topic/a\n\n\0'])(
    'case-sensitive: %j is another command, or has another header',
    (frame) => {
      const client = connect();
      client.write(frame);
      expect(['unknown_command', 'missing_destination']).toContain(client.last?.headers.code);
    },
  );
});

describe('value encoding', () => {
  test('utf8-heads: commands and headers are UTF-8', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\n颜色:红\n\n\0');
    expect(client.last?.headers).toMatchObject({ 颜色: '红' });
  });

  test('unescape: \\r, \\n, \\c and \\\\ in names and values are read as what they stand for', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\na\\cb:c\\rd\\ne\\cf\\\\g\n\n\0');
    expect(client.last?.headers).toMatchObject({ 'a:b': 'c\rd\ne:f\\g' });
  });

  test('escape: what the server sends is escaped likewise', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\na\\cb:c\\rd\\ne\\cf\\\\g\n\n\0');
    expect(client.transport.wire).toContain('\na\\cb:c\\rd\\ne\\cf\\\\g\n');
  });

  test('undefined-escape: any other sequence ends the session', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\nx:a\\tb\n\n\0');
    expect(client.last).toMatchObject({ command: 'ERROR', headers: { code: 'undefined_escape' } });
    expect(client.transport.closedBy?.reconnect).toBe(false);
  });

  test.each(['CONNECT', 'STOMP'])(
    'connect-not-escaped: a backslash in %s is a backslash',
    async (command) => {
      const engine = new TestEngine({
        authenticateConnect: ({ login, passcode }) => ({ name: `${login ?? ''}/${passcode ?? ''}` }),
      });
      const client = engine.open(undefined);
      client.write(`${command}\naccept-version:1.2\nhost:x\nlogin:a\\tb\npasscode:x:y\n\n\0`);
      await expect.poll(() => client.commands).toEqual(['CONNECTED']);
      expect(client.transport.wire).toContain('\nuser-name:a\\tb/x:y\n');
    },
  );

  test('no-trimming: spaces around names and values stay', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\n colour : red \n\n\0');
    expect(client.last?.headers).toMatchObject({ ' colour ': ' red ' });
  });
});

describe('body', () => {
  test.each([
    'SUBSCRIBE\nid:2\ndestination:/topic/a',
    'UNSUBSCRIBE\nid:1',
    'BEGIN\ntransaction:t',
    'DISCONNECT',
  ])('body-on-send-only: %j may have none', (head) => {
    const client = connect();
    client.write(`${head}\n\nbody\0`);
    expect(client.last?.headers.code).toBe('unexpected_body');
  });

  test('content-length-read: as many octets are read, NULs too', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\ncontent-length:5\n\na\0b\0c\0');
    expect(textOf(client.last as never)).toBe('a\0b\0c');
  });

  test('content-length-then-nul: the frame still ends in NUL', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\ncontent-length:1\n\nab\0');
    expect(client.last?.headers.code).toBe('missing_nul');
  });

  test('content-length-sent: MESSAGE and ERROR with a body say how long it is', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\ncontent-length:3\n\na\0b\0');
    expect(client.last?.headers['content-length']).toBe('3');
    client.write('NONSENSE\n\n\0');
    expect(Number(client.last?.headers['content-length'])).toBe(client.last?.body.length);
  });

  test('content-type-passed: the type that a sender named reaches the receiver, and ERROR has one', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\ncontent-type:text/html;charset=utf-16\n\nx\0');
    expect(client.last?.headers['content-type']).toBe('text/html;charset=utf-16');
    client.write('NONSENSE\n\n\0');
    expect(client.last?.headers['content-type']).toBe('text/plain;charset=utf-8');
  });

  test('utf8-bodies: text of any script passes unchanged', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\ncontent-type:text/plain\n\n老板，结账 🧾\0');
    expect(textOf(client.last as never)).toBe('老板，结账 🧾');
  });
});

describe('other headers', () => {
  test.each([
    ['SEND', 'destination:/topic/b'],
    ['SUBSCRIBE', 'id:2\ndestination:/topic/b'],
    ['UNSUBSCRIBE', 'id:1'],
    ['BEGIN', 'transaction:t'],
    ['DISCONNECT', 'x:y'],
  ])('receipt-on-any: %s that asks for a RECEIPT gets one', (command, headers) => {
    const client = connect();
    client.write(`${command}\n${headers}\nreceipt:a\\cb\n\n\0`);
    expect(client.last).toMatchObject({ command: 'RECEIPT', headers: { 'receipt-id': 'a:b' } });
  });

  test('receipt-not-on-connect: CONNECT gets none, however it asks', () => {
    const client = new TestEngine().open();
    client.write('CONNECT\naccept-version:1.2\nhost:x\nreceipt:r\n\n\0');
    expect(client.commands).toEqual(['CONNECTED']);
  });

  test('unknown-headers: headers that nobody knows are no reason to refuse', () => {
    const client = connect();
    client.write('UNSUBSCRIBE\nid:1\nx-trace:1\npriority:9\nreceipt:r\n\n\0');
    expect(client.commands).toEqual(['RECEIPT']);
  });

  test('repeated-headers: the first of several counts', () => {
    const client = connect();
    client.write('SEND\ndestination:/topic/a\ncolour:red\ndestination:/topic/b\ncolour:blue\n\n\0');
    expect(client.last?.headers).toMatchObject({ destination: '/topic/a', colour: 'red' });
  });

  test.each([
    ['too_many_headers', `SEND\ndestination:/topic/a\n${'x:y\n'.repeat(100)}\n\0`],
    ['header_too_long', `SEND\ndestination:/topic/a\nx:${'y'.repeat(10_000)}\n\n\0`],
    ['frame_too_large', `SEND\ndestination:/topic/a\n\n${'y'.repeat(70_000)}\0`],
    ['frame_too_large', `SEND\ndestination:/topic/a\ncontent-length:70000\n\n`],
  ])('size-limits: what is too large gets the ERROR %s, and a close', (code, frame) => {
    const client = connect();
    client.write(frame);
    expect(client.last).toMatchObject({ command: 'ERROR', headers: { code } });
    expect(client.transport.closedBy).toBeDefined();
  });

  test.each([
    ['missing_nul', 'SEND\nreceipt:r\ncontent-length:1\n\nab\0'],
    ['frame_too_large', `SEND\nreceipt:r\n\n${'y'.repeat(70_000)}\0`],
    ['undefined_escape', 'SEND\nreceipt:r\na:\\t\n\n\0'],
  ])('error-receipt-id: the ERROR %s has it, of bytes that never became a frame', (code, frame) => {
    const client = connect();
    client.write(frame);
    expect(client.last).toMatchObject({ command: 'ERROR', headers: { code, 'receipt-id': 'r' } });
  });
});
