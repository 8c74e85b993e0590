import {
  freezePassSchema,
  issuePassReplySchema,
  issuePassSchema,
  passEntriesQuerySchema,
  passSearchQuerySchema,
  refundPassSchema,
  staffPassDetailReplySchema,
  staffPassListReplySchema,
  staffPassReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { StaffVisitor, Visitors } from '../platform/visitors.ts';
import { freeze, issuePass, unfreeze } from './change-pass.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { readStaffPass, searchPasses } from './read-passes.ts';
import { refundPass } from './refund-pass.ts';

export interface StaffPassRouteParts {
  readonly context: Context;
  readonly visitors: Visitors;
  /** Where the browser that asks reaches the pages of buyers. */
  readonly addressFor: (request: FastifyRequest) => string;
}

const tag = 'passes';
const ofShop = z.object({ shopId: pathId });
const ofPass = z.object({ passId: pathId });

/** The page on which a pass is taken; no log and no other site learns what stands behind the `#`. */
const CLAIM_PAGE = '/passes/claim';

/** What staff do with passes, but for scanning them. */
export function registerStaffPassRoutes(
  app: FastifyInstance,
  { context, visitors, addressFor }: StaffPassRouteParts,
): void {
  registerRoute(app, 'searchPasses', {
    tag,
    summary: 'Looks for passes of a shop, the newest first, by pages.',
    schemas: { params: ofShop, query: passSearchQuerySchema, reply: staffPassListReplySchema },
    handler: async ({ params: { shopId }, query }) => searchPasses(context, shopId, query),
  });

  registerRoute(app, 'readStaffPass', {
    tag,
    summary: 'Reads a pass of a shop, with its ledger by pages.',
    schemas: { params: ofPass, query: passEntriesQuerySchema, reply: staffPassDetailReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      return readStaffPass(context, request.params.passId, { staff, ...request.query });
    },
  });

  registerRoute(app, 'issuePass', {
    tag,
    summary: 'Gives a pass away; whoever opens its address first has it.',
    schemas: { params: ofShop, body: issuePassSchema, reply: issuePassReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      const staff = await visitors.managerAt(request, shopId);
      const address = (token: string): string => `${addressFor(request)}${CLAIM_PAGE}#${token}`;
      const issued = await issuePass({ context, address }, { shopId, staff, request: request.body });
      request.log.info({ passId: issued.pass.id, ...who(staff) }, 'pass given away');
      return issued;
    },
  });

  registerRoute(app, 'freezePass', {
    tag,
    summary: 'Freezes a pass: no visit is taken from it until it is unfrozen. Its buyer reads why.',
    schemas: { params: ofPass, body: freezePassSchema, reply: staffPassReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { passId } = request.params;
      const { reason } = request.body;
      const frozen = await freeze(context, { passId, staff, reason });
      request.log.info({ passId, reason, ...who(staff) }, 'pass frozen');
      return frozen;
    },
  });

  registerRoute(app, 'unfreezePass', {
    tag,
    summary: 'Unfreezes a pass.',
    schemas: { params: ofPass, reply: staffPassReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { passId } = request.params;
      const unfrozen = await unfreeze(context, { passId, staff });
      request.log.info({ passId, ...who(staff) }, 'pass unfrozen');
      return unfrozen;
    },
  });

  registerRoute(app, 'refundPass', {
    tag,
    summary:
      'Takes what is left off a pass and gives its share of the price back, once per `Idempotency-Key`.',
    schemas: { params: ofPass, body: refundPassSchema, reply: staffPassReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { passId } = request.params;
      const { amountFen, reason } = request.body;
      const idempotencyKey = readIdempotencyKey(request);
      const refunded = await refundPass(context, { passId, staff, amountFen, reason, idempotencyKey });
      request.log.info({ passId, amountFen, reason, ...who(staff) }, 'pass refunded');
      return refunded;
    },
  });
}

/** Who did it, as the log names them. */
function who({ id, session }: StaffVisitor): { staffId: number; session: string } {
  return { staffId: id, session: session.slice(0, 8) };
}
