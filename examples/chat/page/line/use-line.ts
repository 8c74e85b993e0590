import { Client, ReconnectionTimeMode, StompConfig, StompHeaders } from '@stomp/stompjs';
import { onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';
import type { Login } from '../login/log-in.ts';
import { openSocket, transportOf } from './open-socket.ts';
import type { Way } from './way.ts';

/** The line as the page shows it. Times are milliseconds since 1970. */
export type LineState =
  | { name: 'connecting' }
  | { name: 'online'; since: number; transport: string }
  | { name: 'offline'; since: number; why: string }
  | { name: 'refused'; since: number; why: string };

export interface Line {
  readonly state: Ref<LineState>;
  /** The last states, newest first. */
  readonly log: Ref<LineState[]>;
  /** Sends JSON; false if the line is down, and nothing was sent. */
  send(destination: string, id: string, payload: object): boolean;
  /** Cuts the line, as a tunnel would; it comes back by itself. */
  drop(): void;
  /** Connects anew, by another way. */
  reconnect(): void;
}

const MAX_LOG_LINES = 6;
/** The engine ends a session by one of these when asking again would change nothing: see docs/errors/messaging.md. */
const isTerminal = (code: number): boolean => code >= 3500 && code <= 3999;

/** A line that comes back by itself until the page is left or the server refuses; `onUp` subscribes, each time anew. */
export function useLine(login: Login, way: Ref<Way>, onUp: (client: Client) => void): Line {
  const state: Line['state'] = ref({ name: 'connecting' });
  const log: Line['log'] = ref([]);
  let socket: ReturnType<typeof openSocket> | undefined;

  function show(next: LineState): void {
    state.value = next;
    log.value = [next, ...log.value].slice(0, MAX_LOG_LINES);
  }

  const config = Object.assign(new StompConfig(), {
    webSocketFactory: () => (socket = openSocket(way.value)),
    connectHeaders: { uid: login.uid, token: login.token },
    connectionTimeout: 10_000,
    reconnectDelay: 500,
    reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
    maxReconnectDelay: 5_000,
    onConnect() {
      show({ name: 'online', since: Date.now(), transport: transportOf(socket) });
      onUp(client);
    },
    onWebSocketClose({ code, reason }: CloseEvent) {
      const why = `${code}${reason && ` ${reason}`}`;
      if (isTerminal(code)) {
        void client.deactivate();
        show({ name: 'refused', since: Date.now(), why: reason });
      } else if (state.value.name === 'offline') {
        state.value = { ...state.value, why };
      } else if (client.active) {
        show({ name: 'offline', since: Date.now(), why });
      }
    },
  });
  const client = new Client(config);

  async function startAnew(): Promise<void> {
    await client.deactivate();
    show({ name: 'connecting' });
    client.activate();
  }

  client.activate();
  onScopeDispose(() => void client.deactivate());

  return {
    state,
    log,
    send(destination, id, payload) {
      if (!client.connected) return false;
      const headers = Object.assign(new StompHeaders(), {
        'content-type': 'application/json',
        'correlation-id': id,
      });
      client.publish({ destination, headers, body: JSON.stringify(payload) });
      return true;
    },
    drop: () => client.forceDisconnect(),
    reconnect: () => void startAnew(),
  };
}
