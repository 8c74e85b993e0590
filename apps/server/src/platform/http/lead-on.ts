import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

interface PageVisit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Leads a browser that logs in to the address that `findAddress` gives, or, with what was refused, to the page that
 * `showRefusal` names for its code. No cache keeps a copy, and the next page does not learn our address, which may hold
 * a login's state.
 */
export async function leadOn(
  { request, reply }: PageVisit,
  findAddress: () => Promise<string>,
  showRefusal: (code: string) => string | Promise<string>,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  try {
    const address = await findAddress();
    return await reply.redirect(address);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    request.log.info({ code: error.code }, 'a login was refused');
    return reply.redirect(await showRefusal(error.code));
  }
}
