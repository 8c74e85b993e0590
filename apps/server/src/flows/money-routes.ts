import {
  billDifferenceReplySchema,
  billListReplySchema,
  billReplySchema,
  dayReportReplySchema,
  daySchema,
  paymentListReplySchema,
  paymentsQuerySchema,
  matterListReplySchema,
  matterReplySchema,
  settleDifferenceSchema,
} from '@carillon/contract/schemas';
import type { BillReply } from '@carillon/contract';
import type { PayClient } from '@carillon/wechat';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  billErrors,
  findComparison,
  selectComparisons,
  selectDifferences,
  settleDifference,
} from '../bills/index.ts';
import { listShops } from '../catalog/index.ts';
import { paymentErrors, selectMatters, settleMatter } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { Visitors } from '../platform/visitors.ts';
import { compareBill } from './compare-bill.ts';
import { readDayReport } from './read-day-report.ts';
import { searchPayments } from './search-payments.ts';
import { writeDayReport } from './write-day-report.ts';

const tag = 'money';
const ofShop = z.object({ shopId: pathId });
const ofDay = z.object({ shopId: pathId, day: daySchema });
const MAX_BILLS = 92;
/** Fetching a bill costs WeChat and us more than other requests. */
const MAX_COMPARISONS_PER_MINUTE = 6;

export interface MoneyRouteParts {
  readonly context: Context;
  readonly visitors: Visitors;
  /** Undefined when the server has no merchant's credentials. */
  readonly pay: PayClient | undefined;
}

/** What owners and managers see of money: payments, day reports, and WeChat's bills beside our books. */
export function registerMoneyRoutes(app: FastifyInstance, { context, visitors, pay }: MoneyRouteParts): void {
  const { database } = context;

  registerRoute(app, 'listPayments', {
    tag,
    summary: 'Lists payments with their refunds, searched and by pages; for owners and managers.',
    schemas: { params: ofShop, query: paymentsQuerySchema, reply: paymentListReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      await visitors.managerAt(request, shopId);
      return searchPayments(database, shopId, request.query);
    },
  });

  registerRoute(app, 'readDayReport', {
    tag,
    summary: 'Sums what a shop sold on a day; for owners and managers.',
    schemas: { params: ofDay, reply: dayReportReplySchema },
    handler: async (request) => {
      await visitors.managerAt(request, request.params.shopId);
      return { report: await readDayReport(database, request.params) };
    },
  });

  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/staff/shops/:shopId/reports/:day/table.csv',
    {
      schema: { tags: [tag], summary: 'The day report as a table; for owners and managers.', params: ofDay },
      config: { for: 'manager', page: '/shops/:shopId/money/report' },
    },
    async (request, reply) => {
      const { shopId, day } = request.params;
      await visitors.managerAt(request, shopId);
      const table = writeDayReport(await readDayReport(database, { shopId, day }));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="carillon-${shopId}-${day}.csv"`)
        .send(table);
    },
  );

  registerRoute(app, 'listBills', {
    tag,
    summary: 'Lists how WeChat’s bills compared with our books; for owners and managers.',
    schemas: { params: ofShop, reply: billListReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      await visitors.managerAt(request, shopId);
      return {
        bills: await selectComparisons(database.db, { shopId, limit: MAX_BILLS, ...(await sharing()) }),
      };
    },
  });

  registerRoute(app, 'readBill', {
    tag,
    summary: 'Reads what differed between a day’s bill and our books; for owners and managers.',
    schemas: { params: ofDay, reply: billReplySchema },
    handler: async (request) => {
      await visitors.managerAt(request, request.params.shopId);
      return readBill(request.params);
    },
  });

  registerRoute(app, 'compareBill', {
    tag,
    summary: 'Fetches a day’s bill from WeChat now and compares it; for owners and managers.',
    schemas: { params: ofDay, reply: billReplySchema },
    maxPerMinute: MAX_COMPARISONS_PER_MINUTE,
    handler: async (request) => {
      const staff = await visitors.managerAt(request, request.params.shopId);
      if (pay === undefined) throw paymentErrors.payment_unavailable();
      await compareBill({ context, pay }, request.params.day);
      request.log.info({ ...request.params, staffId: staff.id }, 'bill compared');
      return readBill(request.params);
    },
  });

  registerRoute(app, 'settleDifference', {
    tag,
    summary: 'Settles a difference with a note of what it was; for owners and managers.',
    schemas: {
      params: z.object({ shopId: pathId, differenceId: pathId }),
      body: settleDifferenceSchema,
      reply: billDifferenceReplySchema,
    },
    handler: async (request) => {
      const { shopId, differenceId: id } = request.params;
      const { id: staffId, name: by } = await visitors.managerAt(request, shopId);
      const difference = await settleDifference(context, { shopId, id, by, note: request.body.note });
      request.log.info({ shopId, differenceId: id, staffId }, 'difference settled');
      return { difference };
    },
  });

  registerRoute(app, 'listMatters', {
    tag,
    summary: 'Lists what WeChat said against our books; for owners and managers.',
    schemas: { params: ofShop, reply: matterListReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      await visitors.managerAt(request, shopId);
      return { matters: await selectMatters(database.db, shopId) };
    },
  });

  registerRoute(app, 'settleMatter', {
    tag,
    summary: 'Settles such a matter with a note of what it was; for owners and managers.',
    schemas: {
      params: z.object({ shopId: pathId, matterId: pathId }),
      body: settleDifferenceSchema,
      reply: matterReplySchema,
    },
    handler: async (request) => {
      const { shopId, matterId: id } = request.params;
      const { id: staffId, name: by } = await visitors.managerAt(request, shopId);
      const matter = await settleMatter(context, { shopId, id, by, note: request.body.note });
      request.log.info({ shopId, matterId: id, staffId }, 'matter settled');
      return { matter };
    },
  });

  /** Whether several shops take their money with the one merchant number. */
  async function sharing(): Promise<{ isShared: boolean }> {
    return { isShared: (await listShops(database.db)).length > 1 };
  }

  async function readBill(of: { shopId: number; day: string }): Promise<BillReply> {
    const bill = await findComparison(database.db, { ...of, ...(await sharing()) });
    if (bill === undefined) throw billErrors.bill_not_compared();
    return { bill, differences: await selectDifferences(database.db, of) };
  }
}
