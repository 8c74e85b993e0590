import type { Audience } from '@carillon/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { isPageVisit } from './is-page-visit.ts';

/**
 * Whom a route is for. Beside what the contract knows: `operator`, who may read what a node says of itself, and
 * `signed`, another server that signs what it sends; the handlers of these two check it, for it is not a login.
 */
export type Rule = Audience | 'operator' | 'signed';

/**
 * Refuses a request by throwing, unless whoever sent it is among those whom its route is for. Looks anew whenever it
 * is asked.
 */
export type Guard = (request: FastifyRequest, rule: Rule) => Promise<void>;

export interface RouteRule {
  readonly method: string;
  readonly url: string;
  readonly rule: Rule;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whom the route is for. A route that does not say stops the server from starting. */
    for?: Rule;
    /**
     * The page of the console on which its visitors go on once they have logged in, without `/console`; parts of the
     * route's address by their names: `/shops/:shopId/orders`.
     */
    page?: string;
  }
  interface FastifyRequest {
    /** Asks the guard once more: for handlers that read a long body themselves. Throws as the guard does. */
    judgeAgain(): Promise<void>;
  }
  interface FastifyInstance {
    /** Every route and whom it is for; complete once the server is ready. */
    routeRules: readonly RouteRule[];
  }
}

/**
 * Has every route that is registered from now on guarded by its rule, before its body is read and again behind it,
 * for a body can be long in coming, and rights can be taken meanwhile. Calls are refused in the API's error shape, and
 * visits of pages are led to the login.
 */
export function guardRoutes(app: FastifyInstance, guard: Guard): void {
  const routes: { method: string | string[]; url: string; config?: { for?: Rule } }[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  app.decorate('routeRules', { getter: () => routes.flatMap(rulesOf) });
  app.decorateRequest('judgeAgain', async function judgeAgain(this: FastifyRequest) {
    await guard(this, ruleOf(this));
  });
  app.addHook('onReady', (done) => {
    const open = routes.filter(({ config }) => config?.for === undefined);
    const names = open.map(({ method, url }) => `${String(method)} ${url}`).join(', ');
    done(
      open.length > 0 ? new TypeError(`Routes must say whom they are for (config.for): ${names}`) : undefined,
    );
  });
  // Behind all hooks `onRequest`, which read cookies and count requests.
  app.addHook('preParsing', async (request, reply) => judge(request, reply));
  app.addHook('preValidation', async (request, reply) => {
    if (request.body !== undefined) await judge(request, reply);
  });

  async function judge(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.is404) return;
    const { page } = request.routeOptions.config;
    try {
      await guard(request, ruleOf(request));
    } catch (error) {
      if (!(error instanceof AppError && error.status === 401 && isPageVisit(request))) throw error;
      await leadToLogin(reply, fillIn(page, request.params));
    }
  }
}

/** A page's address with what the route's own address says. */
function fillIn(page: string | undefined, params: unknown): string | undefined {
  const known = new Map(Object.entries(params ?? {}).map(([name, value]) => [name, String(value)]));
  return page?.replaceAll(/:(\w+)/g, (_all, name: string) => encodeURIComponent(known.get(name) ?? ''));
}

function ruleOf({ routeOptions }: FastifyRequest): Rule {
  const { for: rule } = routeOptions.config;
  if (rule === undefined) throw new TypeError('A route without a rule is closed.');
  return rule;
}

/** Leads a visitor to the login of the console, and from there to one of its pages. */
async function leadToLogin(reply: FastifyReply, page = '/'): Promise<void> {
  const query = page === '/' ? '' : `?${new URLSearchParams({ return: page }).toString()}`;
  await reply.header('cache-control', 'no-store').redirect(`/console/login${query}`);
}

function rulesOf({
  method,
  url,
  config,
}: {
  method: string | string[];
  url: string;
  config?: { for?: Rule };
}) {
  const rule = config?.for;
  return rule === undefined ? [] : [method].flat().map((one): RouteRule => ({ method: one, url, rule }));
}
