import { apiErrorSchema } from '@carillon/contract/schemas';
import { routes } from '@carillon/contract';
import type { ApiTypes, QueryOf, RouteName } from '@carillon/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** An id in a path: a positive safe integer in decimal digits. */
export const pathId = z
  .string()
  .regex(/^[1-9]\d*$/, 'must be a positive whole number in decimal digits')
  .transform(Number)
  .refine(Number.isSafeInteger, 'is beyond all ids');

type RequestOf<Name extends RouteName> = FastifyRequest<{
  Params: ApiTypes[Name]['params'];
  Querystring: QueryOf<Name>;
  Body: ApiTypes[Name]['body'];
}>;

type SchemaFor<Part extends string, Value> = [Value] extends [undefined]
  ? Partial<Record<Part, undefined>>
  : Record<Part, z.ZodType<Value>>;

/** The schemas of a route: `params`, `query`, `body` and `reply` exactly where the contract has them. */
type RouteSchemas<Name extends RouteName> = SchemaFor<'params', ApiTypes[Name]['params']> &
  SchemaFor<'query', QueryOf<Name>> &
  SchemaFor<'body', ApiTypes[Name]['body']> &
  SchemaFor<'reply', ApiTypes[Name]['reply']>;

export interface RouteOptions<Name extends RouteName> {
  /** Heading in the API documents; the domain's name. */
  tag: string;
  /** One line in the API documents. */
  summary: string;
  schemas: RouteSchemas<Name>;
  /** Requests per minute and address, where the default is too many. */
  maxPerMinute?: number;
  handler: (request: RequestOf<Name>, reply: FastifyReply) => Promise<ApiTypes[Name]['reply']>;
}

/**
 * Registers the handler of one operation of the contract, at its method and path, for those whom the contract names.
 * Requests are validated (`invalid_request`), replies lose what their schema does not declare; a route whose
 * reply is `undefined` answers 204.
 */
export function registerRoute<Name extends RouteName>(
  app: FastifyInstance,
  name: Name,
  options: RouteOptions<Name>,
): void {
  const { method, path, for: audience } = routes[name];
  const {
    params,
    query,
    body,
    reply: replySchema,
  } = options.schemas as Record<string, z.ZodType | undefined>;
  const success = replySchema ? { 200: replySchema } : { 204: z.undefined().describe('Done.') };
  app.route({
    method,
    url: path,
    schema: {
      operationId: name,
      tags: [options.tag],
      summary: options.summary,
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      response: { ...success, '4xx': apiErrorSchema, '5xx': apiErrorSchema },
    },
    config: {
      for: audience,
      operation: name,
      ...(options.maxPerMinute !== undefined && {
        rateLimit: { max: options.maxPerMinute, timeWindow: 60_000 },
      }),
    },
    handler: async (request, reply) => {
      const answer = await options.handler(request as unknown as RequestOf<Name>, reply);
      if (answer === undefined && !reply.sent) return reply.code(204).send();
      return answer;
    },
  });
}
