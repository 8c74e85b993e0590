import type { AsyncApiDocument, Messaging } from '@carillon/messaging';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { renderPage } from '../platform/async-api-page/render-page.ts';
import { chineseSummaries } from './chinese-summaries.ts';
import { destinationVariables } from './destination-variables.ts';

const ASK_FIRST = 'no-cache';

export interface AsyncApiParts {
  readonly messaging: Pick<Messaging, 'asyncApi'>;
  /** Origin under which everybody reaches us; otherwise the one that a request names. */
  readonly publicUrl: string | undefined;
}

/** Where we are, for a request that names no host that could be one. */
const SOMEWHERE = 'http://localhost';

/** What goes over the sockets: for programs at `/asyncapi.json` (AsyncAPI 3.0), for people at `/asyncapi`. */
export function registerAsyncApi(app: FastifyInstance, { messaging, publicUrl }: AsyncApiParts): void {
  /** Made when it is first asked for: by then every handler is there, and none comes later. */
  let known: AsyncApiDocument | undefined;

  function describe({ protocol, host }: FastifyRequest): AsyncApiDocument {
    known ??= messaging.asyncApi({
      title: 'Carillon',
      version: '1',
      description:
        'What goes over the sockets of a Carillon server: STOMP 1.2 over WebSocket, payloads in JSON. The wires of ' +
        'seller pages, takeaway systems and payment pages, `/sell/webSocket`, `/ws/{sid}` and ' +
        '`/websocket/myHandler`, are no STOMP: see docs/wires.md.',
      parameters: destinationVariables,
    });
    const asked = publicUrl ?? `${protocol}://${host}`;
    const origin = new URL(URL.canParse(asked) ? asked : SOMEWHERE);
    const common = { host: origin.host, protocol: origin.protocol === 'https:' ? 'wss' : 'ws' };
    const staff = 'Staff, by the cookie `carillon_staff`.';
    const buyer = 'Buyers, by the cookie `carillon_buyer`.';
    return {
      ...known,
      servers: {
        staff: { ...common, pathname: '/ws/staff', description: staff },
        buyer: { ...common, pathname: '/ws/buyer', description: buyer },
      },
    };
  }

  const open = { schema: { hide: true }, config: { for: 'everybody' } } as const;
  app.get('/asyncapi.json', open, (request, reply) =>
    reply.header('cache-control', ASK_FIRST).send(describe(request)),
  );
  app.get<{ Querystring: { lang?: unknown } }>('/asyncapi', open, (request, reply) =>
    reply
      .header('cache-control', ASK_FIRST)
      .header('vary', 'accept-language')
      .type('text/html; charset=utf-8')
      .send(
        renderPage({ document: describe(request), locale: localeOf(request), chinese: chineseSummaries }),
      ),
  );
}

/** Chinese first: English for those who ask for it, or whose browser prefers it. */
function localeOf({ query, headers }: FastifyRequest<{ Querystring: { lang?: unknown } }>): 'zh' | 'en' {
  if (query.lang === 'zh' || query.lang === 'en') return query.lang;
  return headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'zh';
}
