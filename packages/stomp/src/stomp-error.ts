/**
 * Every way in which bytes fail to be STOMP, or a frame fails to be bytes, with the sentence that tells of
 * it. `docs/errors/stomp.md` explains each; a test compares the two lists.
 */
export const STOMP_ERROR_CODES = {
  command_too_long: 'The command is longer than maxCommandBytes.',
  header_too_long: 'A header line is longer than maxHeaderLineBytes.',
  too_many_headers: 'The frame has more header lines than maxHeaderCount.',
  frame_too_large: 'The frame is longer than maxFrameBytes.',
  header_without_colon: 'A header line has no colon between name and value.',
  empty_header_name: 'A header line has no name before its colon.',
  undefined_escape: 'A header has an escape sequence that this STOMP version does not define.',
  stray_carriage_return: 'A carriage return stands where no line feed follows.',
  nul_in_head: 'A NUL stands in the command or the headers: the blank line before the body is missing.',
  invalid_utf8: 'The text is not valid UTF-8.',
  invalid_content_length: 'The content-length header is not a decimal number of bytes.',
  missing_nul: 'The byte after the body is not NUL: content-length does not match the body.',
  truncated: 'The input ended in the middle of a frame.',
  decoder_closed: 'The decoder takes no input: it failed, has ended, or is inside push.',
  unencodable_command: 'The command is empty or has a character that cannot stand in a command.',
  unencodable_header: 'A header has a character that this STOMP version cannot write.',
  invalid_heart_beat: 'The heart-beat header is not two decimal numbers of milliseconds.',
} as const;

export type StompErrorCode = keyof typeof STOMP_ERROR_CODES;

/** The one error that the codec throws. `code` is stable; `message` is for people. */
export class StompError extends Error {
  readonly code: StompErrorCode;
  /** The header `receipt` of the frame in which the decoder stopped, as far as it was read: what an ERROR names. */
  readonly receipt: string | undefined;

  constructor(code: StompErrorCode, receipt?: string) {
    super(STOMP_ERROR_CODES[code]);
    this.name = 'StompError';
    this.code = code;
    this.receipt = receipt;
  }
}
