/** STOMP 1.0, 1.1 and 1.2: bytes to frames and back. No I/O, no dependencies, no platform. */
export { createDecoder } from './decoder.ts';
export type { Decoder, DecoderOptions } from './decoder.ts';
export { DEFAULT_DECODER_LIMITS } from './decoder-limits.ts';
export type { DecoderLimits } from './decoder-limits.ts';
export { encodeFrame, mostMessageRestBytes, writeMessageRest } from './encoder.ts';
export type { MessageRest, OutgoingFrame } from './encoder.ts';
export type { Frame, HeaderMap, StompVersion } from './frame.ts';
export { HeaderBag } from './header-bag.ts';
export { HEARTBEAT, negotiateHeartbeat } from './heartbeat.ts';
export type { HeartbeatPlan } from './heartbeat.ts';
export { negotiateVersion } from './negotiate-version.ts';
export { STOMP_ERROR_CODES, StompError } from './stomp-error.ts';
export type { StompErrorCode } from './stomp-error.ts';
export { decodeText } from './text.ts';
export { encodeText } from './utf8-writer.ts';
