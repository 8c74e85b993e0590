import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Admission } from '../admission.ts';
import type { EndpointOptions, EndpointParts } from '../endpoint.ts';
import { countRefusal, toHttpRefusal } from '../refusal.ts';
import { readCallback } from './callback.ts';
import { CLIENT_PATH, ClientScript } from './client-script.ts';
import type { OpenConversation } from '../conversation.ts';
import { eventSource, htmlFile, jsonp, xhrPolling, xhrStreaming } from './framing.ts';
import type { Framing } from './framing.ts';
import { PayloadError } from './payload.ts';
import {
  allowOrigin,
  answerOptions,
  answerText,
  forbidCaching,
  setStickyCookie,
} from './response-headers.ts';
import { METHODS, parseRoute } from './route.ts';
import type { Route, SessionResource } from './route.ts';
import { SessionTable } from './session-table.ts';
import { withSockJsDefaults } from './sockjs-options.ts';
import type { FilledSockJsOptions, SockJsOptions } from './sockjs-options.ts';
import { makeIframePage, serveGreeting, serveIframe, serveInfo } from './static-resources.ts';
import type { IframePage } from './static-resources.ts';

export interface SockJsServiceParts {
  /** The endpoint's. */
  readonly path: string;
  readonly admission: Admission;
  readonly engine: EndpointParts;
  readonly open: OpenConversation;
}

/** Everything that SockJS 0.3.3 serves over HTTP below one endpoint's path. */
export class SockJsService {
  readonly options: FilledSockJsOptions;
  readonly #parts: SockJsServiceParts;
  readonly #sessions: SessionTable;
  readonly #iframe: IframePage;
  readonly #client: ClientScript;

  constructor(options: SockJsOptions | true, endpoint: EndpointOptions, parts: SockJsServiceParts) {
    this.options = withSockJsDefaults(options, parts.engine.limits.maxMessageBytes);
    this.#parts = parts;
    this.#sessions = new SessionTable(this.options, parts);
    // A page below a path with variables is below its own values of them.
    const base = parts.path.includes('{') ? '.' : parts.path.replace(/\/+$/, '');
    const { clientUrl = `${base}${CLIENT_PATH}`, clientFile } = this.options;
    this.#iframe = makeIframePage(clientUrl, endpoint.allowedOrigins ?? 'same-origin');
    this.#client = new ClientScript(clientFile);
  }

  /** Answers a request; `suffix` is its path behind the endpoint's. Never throws or rejects. */
  async serve(request: IncomingMessage, response: ServerResponse, suffix: string): Promise<void> {
    try {
      // A page of another origin must not run what comes by JSONP as anything but that.
      response.setHeader('X-Content-Type-Options', 'nosniff');
      const route = parseRoute(suffix);
      if (!route || (!this.options.websocket && isWebSocket(route)))
        answerText(response, { status: 404, body: 'Not found\n' });
      else if (!METHODS[route.kind].includes(request.method ?? '')) answerNotAllowed(response, route);
      else await this.#serveRoute(request, response, route);
    } catch (error) {
      this.#refuse(response, error);
    } finally {
      // A body that nobody wants must not keep the connection from its next request.
      request.resume();
    }
  }

  async #serveRoute(request: IncomingMessage, response: ServerResponse, route: Route): Promise<void> {
    if (route.kind === 'greeting') serveGreeting(response);
    else if (route.kind === 'iframe') serveIframe(request, response, this.#iframe);
    else if (route.kind === 'client') await this.#client.serve(request, response);
    else if (isWebSocket(route)) answerText(response, { status: 400, body: whyNoUpgrade(request) });
    else {
      this.#parts.admission.checkOrigin(request.headers);
      allowOrigin(response, request.headers);
      if (request.method === 'OPTIONS') answerOptions(response, METHODS[route.kind]);
      else if (route.kind === 'info') this.#serveInfo(response);
      else if ('sessionId' in route) await this.#serveSession(request, response, route);
    }
  }

  #serveInfo(response: ServerResponse): void {
    this.#parts.engine.connections.checkOpen();
    serveInfo(response, this.options);
  }

  async #serveSession(
    request: IncomingMessage,
    response: ServerResponse,
    { kind, sessionId }: { kind: SessionResource; sessionId: string },
  ): Promise<void> {
    forbidCaching(response);
    if (this.options.cookieNeeded) setStickyCookie(response, request.headers);
    if (kind === 'xhr_send' || kind === 'jsonp_send') {
      await this.#sessions.receive(request, sessionId, kind);
      answerSent(response, kind);
    } else {
      const framing = framingOf(kind, request.url ?? '');
      if ('refusal' in framing) answerText(response, { status: 500, body: framing.refusal });
      else await this.#sessions.attach(request, response, { sessionId, framing });
    }
  }

  #refuse(response: ServerResponse, error: unknown): void {
    if (error instanceof PayloadError) {
      answerText(response, { status: 500, body: error.message });
      return;
    }
    const refusal = countRefusal(error, this.#parts.engine);
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const { status, body } = toHttpRefusal(refusal);
    // The rest of a body that is too long, or too slow, is not waited for.
    if (status === 413 || status === 408) response.setHeader('Connection', 'close');
    response.setHeader('Content-Type', 'application/json');
    response.writeHead(status).end(body);
  }
}

function isWebSocket({ kind }: Route): boolean {
  return kind === 'websocket' || kind === 'raw-websocket';
}

function framingOf(kind: SessionResource, url: string): Framing | { readonly refusal: string } {
  if (kind === 'xhr_streaming') return xhrStreaming;
  if (kind === 'eventsource') return eventSource;
  if (kind !== 'htmlfile' && kind !== 'jsonp') return xhrPolling;
  const callback = readCallback(url);
  if ('refusal' in callback) return callback;
  return kind === 'htmlfile' ? htmlFile(callback.name) : jsonp(callback.name);
}

/** sockjs-protocol, WebsocketHttpErrors. */
function whyNoUpgrade({ headers }: IncomingMessage): string {
  return headers.upgrade?.toLowerCase() === 'websocket'
    ? '"Connection" must be "Upgrade".'
    : 'Can "Upgrade" only to "WebSocket".';
}

/** sockjs-protocol, XhrPolling.test_transport and JsonPolling.test_transport: 204, but for browsers that mistake it. */
function answerSent(response: ServerResponse, kind: 'xhr_send' | 'jsonp_send'): void {
  if (kind === 'jsonp_send') answerText(response, { body: 'ok' });
  else response.writeHead(204, { 'Content-Type': 'text/plain; charset=UTF-8' }).end();
}

/** sockjs-protocol, verify405: neither a body nor its type. */
function answerNotAllowed(response: ServerResponse, { kind }: Route): void {
  response.writeHead(405, { Allow: METHODS[kind].join(', '), 'Content-Length': 0 }).end();
}
