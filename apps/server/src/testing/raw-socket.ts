import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** A client of a few lines that speaks texts, most of them JSON, as those of the wires of older systems do. */
export interface RawSocket {
  /** All that came, in order: parsed, or as it is where it is no JSON. */
  readonly heard: unknown[];
  /** Settles when it is closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  say(message: unknown): void;
  /** Resolves when the server has answered a ping: all that it had sent before has come. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a socket, and closes it when the test is over. Rejects with the HTTP status that refused it. */
export async function openRawSocket(url: string, headers: Record<string, string> = {}): Promise<RawSocket> {
  const socket = new WebSocket(url, { headers });
  const heard: unknown[] = [];
  socket.on('message', (data: Buffer) => heard.push(read(data.toString('utf8'))));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');
  const raw: RawSocket = {
    heard,
    closed,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async settled() {
      const answered = once(socket, 'pong');
      socket.ping();
      await answered;
    },
    async close() {
      socket.close();
      await closed;
    },
  };
  onTestFinished(async () => raw.close());
  return raw;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
