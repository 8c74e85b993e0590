import type { Limits } from '../core/limits.ts';
import type { Timers } from '../core/timer-wheel.ts';
import type { TurnWriter } from './turn-writer.ts';
import type { WebSocketError } from './websocket/websocket-error.ts';

/** What all connections of an endpoint have in common. */
export interface ConnectionOptions {
  readonly writer: TurnWriter;
  readonly timers: Timers;
  readonly limits: Limits;
  /** The client broke the WebSocket protocol. */
  readonly onError: (error: WebSocketError) => void;
  /** Agreed on in the handshake: messages of at least so many bytes are compressed. */
  readonly deflateFromBytes?: number | undefined;
}
