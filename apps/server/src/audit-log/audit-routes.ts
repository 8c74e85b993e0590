import { MAX_AUDIT_ENTRIES_PER_PAGE } from '@carillon/contract';
import type { AuditEntry } from '@carillon/contract';
import { auditQuerySchema, auditReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { spanOfDay } from '../platform/china-day.ts';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { selectActions, selectEntries } from './audit-store.ts';

/** What staff did at a shop, searched and by pages. */
export function registerAuditRoutes(app: FastifyInstance, { database }: Pick<Context, 'database'>): void {
  registerRoute(app, 'listAudit', {
    tag: 'audit log',
    summary: 'Lists what staff did at a shop, the newest first; for its owners and managers.',
    schemas: { params: z.object({ shopId: pathId }), query: auditQuerySchema, reply: auditReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      const { from, to, subject, ...query } = request.query;
      const entries = await selectEntries(database.db, {
        ...query,
        shopId,
        subject: readSubject(subject),
        from: from === undefined ? undefined : spanOfDay(from).from,
        to: to === undefined ? undefined : spanOfDay(to).to,
      });
      const isFull = entries.length === MAX_AUDIT_ENTRIES_PER_PAGE;
      const actions = await selectActions(database.db, shopId);
      return { entries, next: isFull ? (entries.at(-1)?.id ?? null) : null, actions };
    },
  });
}

function readSubject(text: string | undefined): AuditEntry['subject'] {
  const [kind, id] = text?.split(':') ?? [];
  return kind === undefined || id === undefined ? null : { kind, id };
}
