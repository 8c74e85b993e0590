import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { PayError } from '../pay/pay-errors.ts';
import type { AnswerCall } from '../pay/pay-scope.ts';
import { notesOf } from '../wire/request-log.ts';
import { billQuerySchema } from './trade-bill.ts';
import type { BillOffice } from './trade-bill.ts';

const tokenQuery = z.object({ token: z.string() });

/** Trade bills: applied for by day, then fetched at the address that the answer names. */
export function billRoutes(scope: FastifyInstance, answer: AnswerCall, bills: BillOffice): void {
  scope.get('/bill/tradebill', (request, reply) => {
    const query = billQuerySchema.safeParse(request.query);
    const call = { operation: 'trade-bill', subject: query.data?.bill_date ?? '' } as const;
    return answer({ request, reply }, call, () => {
      if (!query.success) {
        const [issue] = query.error.issues;
        throw new PayError('PARAM_ERROR', '账单参数不正确', {
          field: `/${issue?.path.join('/') ?? ''}`,
          issue: issue?.message ?? 'invalid',
          location: 'query',
        });
      }
      const { token, hashValue } = bills.apply(query.data);
      return {
        hash_type: 'SHA1',
        hash_value: hashValue,
        download_url: `${request.protocol}://${request.host}/v3/billdownload/file?token=${token}`,
      };
    });
  });

  scope.get('/billdownload/file', (request, reply) => {
    notesOf(request).operation = 'download-bill';
    const { text, zipped } = bills.fetch(tokenQuery.catch({ token: '' }).parse(request.query).token);
    return zipped
      ? reply.type('application/x-gzip').send(gzipSync(text))
      : reply.type('text/plain; charset=utf-8').send(text);
  });
}
