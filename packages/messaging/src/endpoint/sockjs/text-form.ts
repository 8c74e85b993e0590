const HEAD_END = '\n\n';

/**
 * A STOMP frame of the server as text. SockJS has nothing else: what of a body is no UTF-8 becomes U+FFFD, and
 * `content-length` that of the text, so that a message which somebody sent costs its receivers no session.
 */
export function textForm(stomp: Uint8Array, isText: boolean): string {
  const bytes = Buffer.from(stomp.buffer, stomp.byteOffset, stomp.byteLength);
  const text = bytes.toString('utf8');
  if (isText) return text;
  const bodyAt = text.indexOf(HEAD_END) + HEAD_END.length;
  // The last character is the NUL that ends the frame.
  const body = text.slice(bodyAt, -1);
  const length = `content-length:${Buffer.byteLength(body)}`;
  const head = text.slice(0, bodyAt).replace(/^content-length:\d+$/m, length);
  return `${head}${body}\0`;
}
