/** What a decoder accepts. Each limit is checked before memory is spent on what passes it. */
export interface DecoderLimits {
  /** Longest command, in bytes. */
  readonly maxCommandBytes: number;
  /** Most header lines in a frame, repeated ones counted. */
  readonly maxHeaderCount: number;
  /** Longest header line, in bytes as sent (escaped), without its line end. */
  readonly maxHeaderLineBytes: number;
  /** Longest frame, in bytes from the command's first to the closing NUL. */
  readonly maxFrameBytes: number;
}

/** Fit for a server that faces strangers: a header line may hold a signed token, a frame a 64 KiB message. */
export const DEFAULT_DECODER_LIMITS: DecoderLimits = {
  maxCommandBytes: 64,
  maxHeaderCount: 64,
  maxHeaderLineBytes: 8 * 1024,
  maxFrameBytes: 80 * 1024,
};
