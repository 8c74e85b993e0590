/** A client for the messaging engine that stays connected and misses nothing; for browsers and mini programs. */
export { DEFAULT_BACKOFF } from './backoff.ts';
export type { Backoff } from './backoff.ts';
export { browserSocket, standardSocket } from './browser-socket.ts';
export type { StandardWebSocket } from './browser-socket.ts';
export { createClient } from './client.ts';
export type { Client } from './client.ts';
export { CLIENT_ERROR_CODES, ClientError } from './client-error.ts';
export type { ClientErrorCode } from './client-error.ts';
export { DEFAULT_CLIENT_LIMITS } from './client-limits.ts';
export type { ClientLimits } from './client-limits.ts';
export type { ClientMessage } from './client-message.ts';
export type { ClientOptions, HandshakeVerdict } from './client-options.ts';
export type { ClientState } from './client-state.ts';
export type { Clock } from './clock.ts';
export type { SendBody } from './outbox.ts';
export type { ClientSocket, SocketEvents, SocketFactory } from './socket.ts';
export type { Recovery, SubscribeOptions, Subscription } from './subscription.ts';
