import type { FastifyReply, FastifyRequest } from 'fastify';
import { orderErrors } from '../orders/index.ts';
import type { Visitors } from '../platform/visitors.ts';

/**
 * The buyer whose cookie came along. Were it given with what is asked for, a request that is sent again because its
 * answer was lost would come from another buyer, and be another wish.
 * @throws buyer_unknown, with the cookie to send it again with
 */
export async function requireBuyer(
  visitors: Visitors,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> {
  const buyerId = await visitors.findBuyer(request);
  if (buyerId !== undefined) return buyerId;
  await visitors.buyer(request, reply);
  throw orderErrors.buyer_unknown();
}
