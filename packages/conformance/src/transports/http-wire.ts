import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { ClientRequest } from 'node:http';
import type { Wire, WireHandler } from '@carillon/messaging/internal';
import type { HttpFraming } from './http-framing.ts';

/** A SockJS session over HTTP: one request after another receives, one after another sends. */
export class HttpWire implements Wire {
  /** Of the session: where its requests go. */
  readonly address: string;
  readonly #framing: HttpFraming;
  readonly #handler: WireHandler;
  readonly #headers: Record<string, string>;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #opened: Promise<void>;
  #onOpen: () => void = () => undefined;
  #onRefused: (error: Error) => void = () => undefined;
  #receiving: ClientRequest | undefined;
  #outbox: string[] = [];
  #isSending = false;
  #isClosed = false;

  constructor(
    endpoint: string,
    framing: HttpFraming,
    handler: WireHandler,
    headers: Record<string, string> = {},
  ) {
    this.address = `${endpoint}/000/${randomUUID()}`;
    this.#framing = framing;
    this.#handler = handler;
    this.#headers = headers;
    this.#opened = new Promise((resolve, reject) => {
      this.#onOpen = resolve;
      this.#onRefused = reject;
    });
    this.#receive();
  }

  /** Resolves when the server said that the session is open. */
  async opened(): Promise<this> {
    await this.#opened;
    return this;
  }

  send(text: string): void {
    this.#outbox.push(text);
    if (!this.#isSending) this.#sendAll();
  }

  vanish(): void {
    this.#isClosed = true;
    this.#receiving?.destroy();
    this.#agent.destroy();
  }

  #receive(): void {
    const { method, resource, split } = this.#framing;
    const asking = request(`${this.address}/${resource}`, {
      method,
      headers: this.#headers,
      agent: this.#agent,
    });
    this.#receiving = asking;
    asking.on('error', (error) => this.#onRefused(error));
    asking.on('response', (response) => {
      if (response.statusCode !== 200) {
        this.vanish();
        this.#onRefused(new Error(`HTTP ${response.statusCode ?? 0}`));
        return;
      }
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const { frames, rest } = split(text + chunk);
        text = rest;
        for (const frame of frames) this.#take(frame);
      });
      response.on('end', () => {
        if (!this.#isClosed) this.#receive();
      });
    });
    asking.end();
  }

  #take(frame: string): void {
    if (frame === 'o') this.#onOpen();
    else if (frame.startsWith('a')) {
      for (const text of JSON.parse(frame.slice(1)) as string[]) this.#handler.onText(text);
    } else if (frame.startsWith('c')) this.#close(JSON.parse(frame.slice(1)) as [number, string]);
  }

  #close([code, reason]: [number, string]): void {
    this.vanish();
    this.#handler.onClosed({ code, reason });
  }

  #sendAll(): void {
    const { sendResource } = this.#framing;
    const json = JSON.stringify(this.#outbox.splice(0));
    this.#isSending = true;
    const isForm = sendResource === 'jsonp_send';
    const headers = isForm ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {};
    const asking = request(`${this.address}/${sendResource}`, {
      method: 'POST',
      headers: { ...this.#headers, ...headers },
      agent: this.#agent,
    });
    asking.on('error', () => undefined);
    asking.on('response', (response) => {
      response.resume().on('end', () => {
        this.#isSending = false;
        if (this.#outbox.length > 0) this.#sendAll();
      });
    });
    asking.end(isForm ? `d=${encodeURIComponent(json)}` : json);
  }
}
