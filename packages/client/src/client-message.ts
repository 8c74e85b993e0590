import { decodeText } from '@carillon/stomp';
import type { Frame, HeaderMap } from '@carillon/stomp';

/** One MESSAGE. */
export interface ClientMessage {
  /** Its number in the destination's journal; absent where there is none. */
  readonly seq?: number | undefined;
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
  /** True for what the journal gives again, because it came while the line was away. */
  readonly replayed: boolean;
  /** The body as text. @throws StompError `invalid_utf8` */
  text(): string;
  /** The body as JSON, parsed anew with each call. @throws SyntaxError */
  json(): unknown;
}

export function toClientMessage(
  { headers, body }: Frame,
  seq: number | undefined,
  replayed: boolean,
): ClientMessage {
  return {
    seq,
    headers,
    body,
    replayed,
    text: () => decodeText(body),
    json: () => JSON.parse(decodeText(body)) as unknown,
  };
}

/** A journal number in a header, or undefined where there is none. */
export function readSeq(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
