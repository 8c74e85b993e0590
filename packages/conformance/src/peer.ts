import { expect, onTestFinished } from 'vitest';
import { TestClient, textOf } from '@carillon/messaging/internal';

type Frame = Awaited<ReturnType<TestClient['take']>>;
type StompVersion = '1.0' | '1.1' | '1.2';

/** As long as a broker of another process may take. */
const PATIENCE = { timeout: 15_000, interval: 5 };

/** A client that keeps what it gets, in whatever order MESSAGEs and RECEIPTs come. */
export class Peer {
  readonly version: StompVersion;
  readonly messages: Frame[] = [];
  /** All but MESSAGEs. */
  readonly replies: Frame[] = [];
  readonly #client: TestClient;
  #receipts = 0;

  private constructor(client: TestClient, version: StompVersion) {
    this.#client = client;
    this.version = version;
    void this.#collect();
  }

  static async connect(url: string, version: StompVersion = '1.2'): Promise<Peer> {
    const client = await TestClient.open(url, { protocols: [`v${version.replace('.', '')}.stomp`] });
    const peer = new Peer(client, version);
    onTestFinished(() => peer.vanish());
    peer.send('CONNECT', version === '1.0' ? {} : { 'accept-version': version, host: 'test' });
    await peer.#reply('CONNECTED');
    return peer;
  }

  get bodies(): string[] {
    return this.messages.map(textOf);
  }

  send(command: string, headers: Record<string, string> = {}, body?: string | Uint8Array): void {
    this.#client.send(command, headers, body);
  }

  /** Sends a frame and waits for its RECEIPT. */
  async ask(command: string, headers: Record<string, string> = {}, body?: string): Promise<void> {
    const receipt = `r${(this.#receipts += 1)}`;
    this.send(command, { ...headers, receipt }, body);
    await this.#reply('RECEIPT', receipt);
  }

  subscribe(destination: string, headers: Record<string, string> = {}): Promise<void> {
    return this.ask('SUBSCRIBE', { id: 's', destination, ...headers });
  }

  /** Acknowledges what it got, as its version says. */
  async settle(command: 'ACK' | 'NACK', index: number, more: Record<string, string> = {}): Promise<void> {
    await this.ask(command, { ...this.idOf(index), ...more });
  }

  /** The headers by which the message that came as the `index`th is named in ACK and NACK. */
  idOf(index: number): Record<string, string> {
    const { headers } = this.messages[index] ?? {};
    if (!headers) throw new Error(`There is no message ${index}, only ${this.messages.length}.`);
    if (this.version === '1.2') return { id: headers.ack ?? 'none' };
    return { 'message-id': headers['message-id'] ?? 'none', subscription: headers.subscription ?? 'none' };
  }

  /** Waits until so many have come. */
  async got(count: number): Promise<Frame[]> {
    await expect.poll(() => this.messages.length, PATIENCE).toBeGreaterThanOrEqual(count);
    return this.messages;
  }

  /** Waits until exactly these have come, in this order, and sees that no other is among them. */
  async expectBodies(bodies: readonly string[]): Promise<void> {
    await this.got(bodies.length);
    await this.roundTrip();
    expect(this.bodies).toEqual(bodies);
  }

  /** Goes to the broker and back. */
  async roundTrip(): Promise<void> {
    await this.ask('SEND', { destination: '/topic/carillon-nobody' }, '');
  }

  async expectError(): Promise<Frame> {
    return this.#reply('ERROR');
  }

  /** Goes without a word. */
  vanish(): void {
    this.#client.socket.terminate();
  }

  async #reply(command: string, receiptId?: string): Promise<Frame> {
    const fits = (frame: Frame): boolean =>
      frame.command === command && (receiptId === undefined || frame.headers['receipt-id'] === receiptId);
    await expect
      .poll(() => this.replies.find((reply) => fits(reply) || reply.command === 'ERROR'), PATIENCE)
      .toBeDefined();
    const reply = this.replies.find(fits);
    if (reply) return reply;
    throw new Error(`Expected ${command}, got ${JSON.stringify(this.replies.at(-1)?.headers)}.`);
  }

  async #collect(): Promise<void> {
    try {
      for (;;) {
        const frame = await this.#client.inbox.take();
        (frame.command === 'MESSAGE' ? this.messages : this.replies).push(frame);
      }
    } catch {
      // The socket is closed: there is no more to come.
    }
  }
}
