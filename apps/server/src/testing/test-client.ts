import { createClient, standardSocket } from '@carillon/client';
import type { Client, ClientError, ClientState, Recovery, SocketFactory } from '@carillon/client';
import type { OrderEvent } from '@carillon/contract';

/** What Node's WebSocket takes beyond the standard: headers for the handshake. */
type NodeWebSocket = new (
  url: string,
  options: { protocols: string[]; headers: Record<string, string> },
) => WebSocket;

/** Connects a client as a page with these cookies would: each time by those that the browser has then. */
export function connectClient(url: string, cookie: string | (() => string)): Client {
  const present = typeof cookie === 'string' ? () => cookie : cookie;
  const openSocket: SocketFactory = (address, protocols, events) => {
    const Socket = WebSocket as unknown as NodeWebSocket;
    return standardSocket(new Socket(address, { protocols, headers: { cookie: present() } }), events);
  };
  const client = createClient({ url, openSocket });
  client.connect();
  return client;
}

export interface Heard {
  /** Number and kind of every event, in the order in which they came. */
  readonly events: { seq: number | undefined; type: string; orderId: number }[];
  /** What the server said when it took the subscription on. */
  readonly subscribed: Promise<Recovery>;
  readonly refused: Promise<ClientError>;
}

/** Listens to orders and keeps what is heard. */
export function listen(client: Client, destination: string, after?: number): Heard {
  const { messages, ...answers } = collect<OrderEvent>(client, destination, after);
  return {
    ...answers,
    get events() {
      return messages.map(({ seq, payload: { type, order } }) => ({ seq, type, orderId: order.id }));
    },
  };
}

export interface Collected<Payload> {
  /** Number and payload of every message, in the order in which they came. */
  readonly messages: { seq: number | undefined; payload: Payload }[];
  readonly subscribed: Promise<Recovery>;
  readonly refused: Promise<ClientError>;
}

/** Listens to a destination and keeps what comes, whatever it is. */
export function collect<Payload>(client: Client, destination: string, after?: number): Collected<Payload> {
  const messages: Collected<Payload>['messages'] = [];
  const subscribed = Promise.withResolvers<Recovery>();
  const refused = Promise.withResolvers<ClientError>();
  client.subscribe(destination, {
    after,
    onMessage: (message) => messages.push({ seq: message.seq, payload: message.json() as Payload }),
    onRecovery: (recovery) => subscribed.resolve(recovery),
    onRefused: (error) => refused.resolve(error),
  });
  return { messages, subscribed: subscribed.promise, refused: refused.promise };
}

/** Waits until a client stands as named. */
export async function untilState<Name extends ClientState['name']>(
  client: Client,
  name: Name,
): Promise<Extract<ClientState, { name: Name }>> {
  type Wanted = Extract<ClientState, { name: Name }>;
  if (client.state.name === name) return client.state as Wanted;
  return new Promise((resolve) => {
    const stop = client.onState((state) => {
      if (state.name !== name) return;
      stop();
      resolve(state as Wanted);
    });
  });
}
