/**
 * What a client did that RFC 6455 forbids. `closeCode` tells it so (§7.4.1): 1002 a broken frame, 1007 text
 * that is not UTF-8, 1009 more than this server takes.
 */
export class WebSocketError extends Error {
  readonly closeCode: 1002 | 1007 | 1009;

  constructor(closeCode: WebSocketError['closeCode'], message: string) {
    super(message);
    this.name = 'WebSocketError';
    this.closeCode = closeCode;
  }
}
