import type { HeaderMap } from '@carillon/stomp';

/** What a frame takes besides its text, and is delivered with besides its own headers (`message-id`, `subscription` …), about. */
const OVERHEAD_BYTES = 256;
const NO_HEADERS: HeaderMap = {};

interface Kept {
  readonly headers?: HeaderMap;
  readonly body: Uint8Array;
}

/** About the memory that a frame, or a text, takes as long as it waits. */
export function frameBytes({ headers = NO_HEADERS, body }: Kept): number {
  return headersBytes(headers) + body.length;
}

/** The same for one without a body. In UTF-16 units, which is near enough to bytes for a limit. */
export function headersBytes(headers: HeaderMap): number {
  let units = OVERHEAD_BYTES;
  for (const name in headers) units += name.length + (headers[name] ?? '').length;
  return units;
}
