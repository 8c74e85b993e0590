import { createDecoder, encodeFrame } from '@carillon/stomp';
import type { Frame } from '@carillon/stomp';
import type { CloseEvent } from './test-client.ts';
import { Inbox } from './inbox.ts';

/** What a wire tells whoever talks over it. */
export interface WireHandler {
  onText(text: string): void;
  /** The server said good-bye, or the wire broke; once. */
  onClosed(event: CloseEvent): void;
}

/** The client's end of one transport, which carries text. */
export interface Wire {
  send(text: string): void;
  /** Goes away without a word, as a phone does whose battery is empty. */
  vanish(): void;
}

/** Opens a wire; rejects when it is refused. */
export type OpenWire = (handler: WireHandler) => Promise<Wire>;

/** A STOMP client over any wire. */
export class StompTalker {
  /** Settles when the wire is closed. */
  readonly closed: Promise<CloseEvent>;
  heartbeats = 0;
  readonly #inbox = new Inbox<Frame>();
  readonly #decoder = createDecoder();
  #onClosed: (event: CloseEvent) => void = () => undefined;
  #wire: Wire | undefined;

  private constructor() {
    this.closed = new Promise((resolve) => (this.#onClosed = resolve));
  }

  static async open(openWire: OpenWire): Promise<StompTalker> {
    const talker = new StompTalker();
    talker.#wire = await openWire({
      onText: (text) => talker.#receive(text),
      onClosed: (event) => {
        talker.#inbox.close(new Error(`The wire closed with ${event.code} ${event.reason}.`));
        talker.#onClosed(event);
      },
    });
    return talker;
  }

  /** Opens a wire and says CONNECT. */
  static async connect(openWire: OpenWire, heartbeat = '0,0'): Promise<StompTalker> {
    const talker = await StompTalker.open(openWire);
    talker.send('CONNECT', { 'accept-version': '1.2', host: 'test', 'heart-beat': heartbeat });
    await talker.take('CONNECTED');
    return talker;
  }

  send(command: string, headers: Record<string, string> = {}, body = ''): void {
    this.sendText(Buffer.from(encodeFrame({ command, headers, body })).toString());
  }

  /** Sends what may be no frame. */
  sendText(text: string): void {
    this.#wire?.send(text);
  }

  /** Takes the next frame, which must be of this command. */
  async take(command: string): Promise<Frame> {
    const frame = await this.#inbox.take();
    if (frame.command === command) return frame;
    throw new Error(`Expected ${command}, got ${frame.command} ${JSON.stringify(frame.headers)}.`);
  }

  /** Sends a frame with a receipt and takes the RECEIPT, which must come next. */
  async ask(command: string, headers: Record<string, string> = {}): Promise<Frame> {
    this.send(command, { receipt: 'asked', ...headers });
    return this.take('RECEIPT');
  }

  /** Takes so many MESSAGEs and answers their bodies as text. */
  async bodies(count: number): Promise<string[]> {
    const bodies: string[] = [];
    while (bodies.length < count)
      bodies.push(Buffer.from((await this.take('MESSAGE')).body).toString('utf8'));
    return bodies;
  }

  vanish(): void {
    this.#wire?.vanish();
  }

  #receive(text: string): void {
    this.#decoder.push(
      Buffer.from(text),
      (frame) => this.#inbox.put(frame),
      () => (this.heartbeats += 1),
    );
  }
}
