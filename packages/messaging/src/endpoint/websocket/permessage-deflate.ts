/** What is answered to an offer of permessage-deflate that is taken (RFC 7692 §7.1). */
const ANSWER = 'permessage-deflate; server_no_context_takeover; client_no_context_takeover';

/** zlib's own; a client that wants less is not given compression, as one message is compressed once for all. */
const WINDOW_BITS = 15;

/**
 * Answers the offers of a Sec-WebSocket-Extensions header: with the value of the answer's header, or with
 * undefined where none can be taken. Neither side keeps a window between messages: a connection has no
 * memory for it, and a message is compressed once for all who get it.
 */
export function acceptDeflate(header: string | undefined): string | undefined {
  for (const offer of (header ?? '').split(',')) {
    const [name, ...params] = offer.split(';').map((part) => part.trim());
    if (name !== 'permessage-deflate') continue;
    const answer = acceptParams(params);
    if (answer) return answer;
  }
  return undefined;
}

/** An offer with a parameter that is unknown, twice there, or of a wrong value must be declined (RFC 7692 §7.1). */
function acceptParams(params: readonly string[]): string | undefined {
  const seen = new Set<string>();
  let answer = ANSWER;
  for (const param of params) {
    const [name = '', value] = param.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (seen.has(name) || !isAcceptable(name, value)) return undefined;
    seen.add(name);
    if (name === 'server_max_window_bits') answer += `; server_max_window_bits=${WINDOW_BITS}`;
  }
  return answer;
}

function isAcceptable(name: string, value: string | undefined): boolean {
  switch (name) {
    case 'server_no_context_takeover':
    case 'client_no_context_takeover':
      return value === undefined;
    case 'client_max_window_bits':
      return value === undefined || /^(?:[89]|1[0-5])$/.test(value);
    case 'server_max_window_bits':
      return value === String(WINDOW_BITS);
    default:
      return false;
  }
}
