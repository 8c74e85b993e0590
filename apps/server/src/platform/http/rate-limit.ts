import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { platformErrors } from '../platform-errors.ts';
import { isApi } from './is-api.ts';

const WINDOW_MS = 60_000;
const ADDRESSES_LIMIT = 10_000;

/** Limits the API's requests per address (`too_many_requests`, with `Retry-After`); pages are not counted. */
export async function limitRequests(app: FastifyInstance, maxPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: maxPerMinute,
    timeWindow: WINDOW_MS,
    cache: ADDRESSES_LIMIT,
    allowList: (request) => !isApi(request),
    errorResponseBuilder: () => platformErrors.too_many_requests(),
  });
}
