import { idempotencyKeySchema } from '@carillon/contract/schemas';
import type { FastifyRequest } from 'fastify';
import { orderErrors } from '../orders/index.ts';

/** The key that names what is asked for. @throws idempotency_key_missing */
export function readIdempotencyKey(request: Pick<FastifyRequest, 'headers'>): string {
  const key = idempotencyKeySchema.safeParse(request.headers['idempotency-key']);
  if (!key.success) throw orderErrors.idempotency_key_missing();
  return key.data;
}
