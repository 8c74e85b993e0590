import type { Wire, WireHandler } from '@carillon/messaging/internal';

/** A WebSocket, with or without SockJS's frames around the text. */
export class WebSocketWire implements Wire {
  readonly #socket: WebSocket;
  readonly #isSockJs: boolean;

  private constructor(socket: WebSocket, isSockJs: boolean) {
    this.#socket = socket;
    this.#isSockJs = isSockJs;
  }

  /** Offers sub-protocols, unless they are left to SockJS. */
  static open(
    url: string,
    handler: WireHandler,
    { isSockJs, protocols }: { isSockJs: boolean; protocols: string[] },
  ): Promise<WebSocketWire> {
    const socket = new WebSocket(url, isSockJs ? [] : protocols);
    const wire = new WebSocketWire(socket, isSockJs);
    return new Promise((resolve, reject) => {
      if (!isSockJs) socket.addEventListener('open', () => resolve(wire));
      socket.addEventListener('error', () => reject(new Error('The handshake was refused.')));
      socket.addEventListener('close', ({ code, reason }) => handler.onClosed({ code, reason }));
      socket.addEventListener('message', ({ data }) => {
        const text = String(data);
        if (!isSockJs) handler.onText(text);
        else if (text === 'o') resolve(wire);
        else if (text.startsWith('a')) {
          for (const message of JSON.parse(text.slice(1)) as string[]) handler.onText(message);
        }
      });
    });
  }

  send(text: string): void {
    this.#socket.send(this.#isSockJs ? JSON.stringify([text]) : text);
  }

  vanish(): void {
    this.#socket.close();
  }
}
