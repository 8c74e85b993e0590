/** What the last part of a session's address asks for. */
export type SessionResource =
  'websocket' | 'xhr' | 'xhr_send' | 'xhr_streaming' | 'eventsource' | 'htmlfile' | 'jsonp' | 'jsonp_send';

/** What an address below an endpoint's path asks for. */
export type Route =
  | { readonly kind: 'greeting' | 'info' | 'iframe' | 'client' | 'raw-websocket' }
  | { readonly kind: SessionResource; readonly sessionId: string };

/** The methods of each resource, as `Allow` and `Access-Control-Allow-Methods` list them. */
export const METHODS: Readonly<Record<Route['kind'], readonly string[]>> = {
  greeting: ['GET'],
  info: ['OPTIONS', 'GET'],
  iframe: ['GET'],
  client: ['GET'],
  'raw-websocket': ['GET'],
  websocket: ['GET'],
  xhr: ['OPTIONS', 'POST'],
  xhr_send: ['OPTIONS', 'POST'],
  xhr_streaming: ['OPTIONS', 'POST'],
  eventsource: ['OPTIONS', 'GET'],
  htmlfile: ['GET'],
  jsonp: ['GET'],
  jsonp_send: ['POST'],
};

const RESOURCES = /^(?:websocket|xhr|xhr_send|xhr_streaming|eventsource|htmlfile|jsonp|jsonp_send)$/;
/** sockjs-protocol, IframePage: any version between, which must not look like a path. */
const IFRAME = /^iframe[0-9\-.a-z_]*\.html$/;
/** A key of a table in memory; sockjs-client makes 8 characters. */
const MAX_ID_LENGTH = 128;

/**
 * Reads the part of a path behind the endpoint's own: empty, or beginning with a slash. Undefined is
 * not found. Server and session may be anything without dots and slashes (sockjs-protocol, SessionURLs);
 * the server is for the load balancer alone.
 */
export function parseRoute(suffix: string): Route | undefined {
  if (suffix === '' || suffix === '/') return { kind: 'greeting' };
  const [, first = '', sessionId = '', resource = '', ...more] = suffix.split('/', 5);
  if (more.length > 0) return undefined;
  if (sessionId === '' && resource === '' && !suffix.includes('/', 1)) return parseStatic(first);
  if (!isId(first) || !isId(sessionId) || !isResource(resource)) return undefined;
  return { kind: resource, sessionId };
}

function parseStatic(name: string): Route | undefined {
  if (name === 'info') return { kind: 'info' };
  if (name === 'websocket') return { kind: 'raw-websocket' };
  if (name === 'sockjs.js') return { kind: 'client' };
  return IFRAME.test(name) ? { kind: 'iframe' } : undefined;
}

function isResource(name: string): name is SessionResource {
  return RESOURCES.test(name);
}

function isId(part: string): boolean {
  return part !== '' && part.length <= MAX_ID_LENGTH && !part.includes('.');
}
