import {
  passResultReplySchema,
  passShowingReplySchema,
  scanPassReplySchema,
  scanPassSchema,
  undoVisitSchema,
  visitListReplySchema,
  visitsQuerySchema,
} from '@carillon/contract/schemas';
import type { PassResult } from '@carillon/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { findVisit, listVisits, passErrors, readResult, showPass } from '../passes/index.ts';
import type { ResultMemory } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import { namesTag } from '../platform/http/entity-tag.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { createPaces } from '../platform/paces.ts';
import type { Visitors } from '../platform/visitors.ts';
import { scanPass } from './redeem-pass.ts';
import type { ScanCounts } from './scan-counts.ts';
import { createScanLines } from './scan-lines.ts';
import { undoVisit } from './undo-visit.ts';

export interface PassCodeRouteParts {
  readonly context: Context;
  readonly visitors: Visitors;
  readonly results: ResultMemory;
  readonly counts: ScanCounts;
}

const tag = 'passes';
const ofShop = z.object({ shopId: pathId });

/** Far faster than hands are, far slower than guessing would have to be: 60 codes at once, then 10 a second. */
const SCAN_PACE = { perSecond: 10, atOnce: 60, maxWaitMs: 0, maxKeys: 10_000 };
/** A page that is opened again and again shows a pass anew each time: 20 times at once, then every 10 s. */
const SHOW_PACE = { perSecond: 0.1, atOnce: 20, maxWaitMs: 0, maxKeys: 50_000 };

/** Codes on buyers’ screens, and what their scans come to. */
export function registerPassCodeRoutes(app: FastifyInstance, parts: PassCodeRouteParts): void {
  const { context, visitors, results, counts } = parts;
  const shown = createPaces(SHOW_PACE);
  const redeem = { context, results, counts, paces: createPaces(SCAN_PACE), lines: createScanLines() };

  registerRoute(app, 'showPass', {
    tag,
    summary:
      'Begins to show a pass: what a phone needs to write codes, good for one visit within ten minutes.',
    schemas: { params: z.object({ passId: pathId }), reply: passShowingReplySchema },
    handler: async (request, reply) => {
      const { passId } = request.params;
      const buyerId = await visitors.findBuyer(request);
      if (!(await shown.turn(`${buyerId} ${passId}`))) throw passErrors.pass_shown_too_often();
      const showing = await showPass(context, { passId, buyerId });
      // Its key is for this phone alone.
      reply.header('cache-control', 'no-store');
      return { showing };
    },
  });

  registerRoute(app, 'readPassResult', {
    tag,
    summary: 'What the scan of a showing came to. `If-None-Match` gets 304 while it is the same.',
    schemas: {
      params: z.object({ passId: pathId, showingId: pathId }),
      reply: passResultReplySchema,
    },
    handler: async (request, reply) => {
      const buyerId = await visitors.findBuyer(request);
      const result = await readResult({ context, results }, { ...request.params, buyerId });
      const tagged = tagOf(result);
      reply
        .header('etag', tagged)
        .header('cache-control', 'private, no-cache')
        .header('vary', 'cookie, authorization');
      if (namesTag(request.headers['if-none-match'], tagged)) reply.code(304);
      return { result };
    },
  });

  registerRoute(app, 'scanPass', {
    tag,
    summary: 'Takes a visit by the code on a buyer’s screen: one per showing, however often it is scanned.',
    schemas: { params: ofShop, body: scanPassSchema, reply: scanPassReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      const staff = await visitors.staffAt(request, shopId);
      const reply = await scanPass(redeem, { shopId, code: request.body.code, staff });
      request.log.info({ visitId: reply.visit.id, shopId, staffId: staff.id }, 'visit taken');
      return reply;
    },
  });

  registerRoute(app, 'listVisits', {
    tag,
    summary: 'Lists the visits of a day, today’s unless another is named; for the shop’s staff.',
    schemas: { params: ofShop, query: visitsQuerySchema, reply: visitListReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      await visitors.staffAt(request, shopId);
      return listVisits(context, { shopId, ...request.query });
    },
  });

  registerRoute(app, 'undoVisit', {
    tag,
    summary: 'Gives a visit back within ten minutes; for owners and managers.',
    schemas: {
      params: z.object({ visitId: pathId }),
      body: undoVisitSchema,
      reply: scanPassReplySchema,
    },
    handler: async (request) => {
      const { visitId } = request.params;
      const staff = await visitors.staff(request);
      const visit = await findVisit(context.database.db, visitId);
      // To staff of other shops it is not there.
      if (visit === undefined || !staff.shopIds.includes(visit.shopId)) throw passErrors.visit_not_found();
      const { name: by } = await visitors.managerAt(request, visit.shopId);
      const reply = await undoVisit(redeem, { visitId, by, reason: request.body.reason });
      request.log.info({ visitId, staffId: staff.id }, 'visit undone');
      return reply;
    },
  });
}

function tagOf(result: PassResult | null): string {
  return result === null ? '"none"' : `"${result.showingId}-${result.outcome}-${Date.parse(result.at)}"`;
}
