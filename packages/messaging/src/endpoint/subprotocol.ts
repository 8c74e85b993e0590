/** STOMP over WebSocket, the best first (IANA "WebSocket Subprotocol Name Registry"). */
const STOMP_SUBPROTOCOLS: readonly string[] = ['v12.stomp', 'v11.stomp', 'v10.stomp'];

/** The best sub-protocol among those offered; undefined when none of them is spoken, the best of those first. */
export function chooseSubprotocol(
  offered: Iterable<string>,
  spoken: readonly string[] = STOMP_SUBPROTOCOLS,
): string | undefined {
  const names = new Set(offered);
  return spoken.find((name) => names.has(name));
}

/** Reads Sec-WebSocket-Protocol (RFC 6455 §11.3.4). */
export function readSubprotocols(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
