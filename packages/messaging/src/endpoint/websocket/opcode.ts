/** Frame types (RFC 6455 §5.2 and §11.8); from `CLOSE` on they are control frames. */
export const CONTINUATION = 0x0;
export const TEXT = 0x1;
export const BINARY = 0x2;
export const CLOSE = 0x8;
export const PING = 0x9;
export const PONG = 0xa;

/** First byte: the frame is its message's last; the first reserved bit, which permessage-deflate uses (RFC 7692 §6). */
export const FIN = 0x80;
export const RSV1 = 0x40;
