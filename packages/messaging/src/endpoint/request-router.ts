import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { MessagingError } from '../core/errors.ts';
import type { EndpointTable } from './endpoint-table.ts';
import { pathOf } from './handshake.ts';
import { toHttpRefusal } from './refusal.ts';

/** Answers a request, if its path is an endpoint's that serves SockJS; false, and nothing done, if it is not. */
export function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  endpoints: EndpointTable,
): boolean {
  const found = endpoints.find(pathOf(request));
  if (!found?.endpoint.servesBelow) return false;
  void found.endpoint.serve(request, response, found.suffix);
  return true;
}

/**
 * Gives the server's requests to the endpoints of their paths, for as long as the server lives, before
 * any listener of its own sees them: a framework answers every path, and adds its listener before or
 * after. All other requests reach the listeners as if nobody stood before them; where there are none, they are
 * refused, as nobody else would ever answer them.
 */
export function routeRequests(server: Server, endpoints: EndpointTable): void {
  const emit = server.emit.bind(server) as (event: string | symbol, ...details: unknown[]) => boolean;

  function emitUnlessOurs(event: string | symbol, ...details: unknown[]): boolean {
    if (event !== 'request' && event !== 'checkContinue') return emit(event, ...details);
    const [request, response] = details as [IncomingMessage, ServerResponse];
    // Somebody listens for it, or node itself would have told the client to go on (RFC 9110 §10.1.1).
    if (event === 'checkContinue' && endpoints.find(pathOf(request))?.endpoint.servesBelow) {
      response.writeContinue();
    }
    if (serveRequest(request, response, endpoints) || emit(event, ...details)) return true;
    if (event === 'request') refuseRequest(request, response, endpoints);
    return event === 'request';
  }
  server.emit = emitUnlessOurs;
}

/** 404, or 426 where a WebSocket would be welcome (RFC 9110 §15.5.22). */
function refuseRequest(request: IncomingMessage, response: ServerResponse, endpoints: EndpointTable): void {
  const found = endpoints.find(pathOf(request));
  const code = found ? 'invalid_handshake' : 'unknown_endpoint';
  const { body } = toHttpRefusal(new MessagingError(code));
  if (found) response.setHeader('Upgrade', 'websocket').setHeader('Connection', 'Upgrade');
  response.writeHead(found ? 426 : 404, { 'Content-Type': 'application/json' }).end(body);
}
