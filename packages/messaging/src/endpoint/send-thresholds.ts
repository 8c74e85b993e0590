/** So much in one turn is written at once, that the operating system may begin to carry it away. */
export const WRITE_AT_BYTES = 64 * 1024;

/** From here on a replay waits: well below the send buffer's limit, so that live messages have room. */
export const CONGESTED_AT_BYTES = 64 * 1024;
