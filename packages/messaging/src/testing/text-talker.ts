import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import { Inbox } from './inbox.ts';
import type { CloseEvent } from './test-client.ts';
import type { OpenWire, Wire } from './stomp-talker.ts';

/** A client of a text endpoint over any wire. */
export class TextTalker {
  /** Settles when the wire is closed. */
  readonly closed: Promise<CloseEvent>;
  /** Texts that came and were not taken yet. */
  readonly inbox = new Inbox<string>();
  #onClosed: (event: CloseEvent) => void = () => undefined;
  #wire: Wire | undefined;

  private constructor() {
    this.closed = new Promise((resolve) => (this.#onClosed = resolve));
  }

  static async open(openWire: OpenWire): Promise<TextTalker> {
    const talker = new TextTalker();
    talker.#wire = await openWire({
      onText: (text) => talker.inbox.put(text),
      onClosed: (event) => {
        talker.inbox.close(new Error(`The wire closed with ${event.code} ${event.reason}.`));
        talker.#onClosed(event);
      },
    });
    return talker;
  }

  /** Opens a WebSocket; rejects with `Unexpected server response: <status>` when the handshake is refused. */
  static dial(url: string, options: ClientOptions & { protocols?: string[] } = {}): Promise<TextTalker> {
    const { protocols = [], ...others } = options;
    return TextTalker.open((handler) => {
      const socket = new WebSocket(url, protocols, { perMessageDeflate: false, ...others });
      socket.on('message', (data: Buffer) => handler.onText(data.toString('utf8')));
      socket.on('close', (code, reason) => handler.onClosed({ code, reason: reason.toString() }));
      const wire = { send: (text: string) => socket.send(text), vanish: () => socket.close() };
      return new Promise((resolve, reject) => {
        socket.once('open', () => resolve(wire));
        socket.once('error', reject);
      });
    });
  }

  say(...texts: string[]): void {
    for (const text of texts) this.#wire?.send(text);
  }

  /** The next so many texts. */
  async hear(count: number): Promise<string[]> {
    const texts: string[] = [];
    while (texts.length < count) texts.push(await this.inbox.take());
    return texts;
  }

  vanish(): void {
    this.#wire?.vanish();
  }
}
