import type { RouteName } from '@carillon/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Rule } from './guard.ts';

/** An operation that changed something, and was answered well. */
export interface Action {
  readonly operation: RouteName;
  readonly params: unknown;
  readonly body: unknown;
  /** What was answered; undefined when nothing was. */
  readonly answer: unknown;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation of the contract that the route is. */
    operation?: RouteName;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Those whose operations these are. What others may do too, the same person may do as a buyer. */
const WATCHED: ReadonlySet<Rule | undefined> = new Set(['staff', 'clerk', 'manager', 'owner']);

/**
 * Has every operation for staff that is not just reading told, once it has succeeded and before its answer goes out. So whoever has the answer also finds the action written down.
 */
export function watchActions(
  app: FastifyInstance,
  onAction: (request: FastifyRequest, action: Action) => Promise<void>,
): void {
  const answers = new WeakMap<FastifyRequest, unknown>();
  app.addHook('preSerialization', (request, _reply, answer, done) => {
    answers.set(request, answer);
    done(null, answer);
  });
  app.addHook('onSend', async (request, reply) => {
    const { operation, for: rule } = request.routeOptions.config;
    if (
      operation === undefined ||
      !WATCHED.has(rule) ||
      READING.has(request.method) ||
      reply.statusCode >= 400
    )
      return;
    const { params, body } = request;
    await onAction(request, { operation, params, body, answer: answers.get(request) });
  });
}
