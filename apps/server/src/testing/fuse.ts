import type { PayClient } from '@carillon/wechat';
import type { KyselyPlugin } from 'kysely';
import type { Database } from '../platform/database.ts';

/** The process has died: nothing of it happens any more. */
export class ProcessDied extends Error {
  constructor() {
    super('the process died');
    this.name = 'ProcessDied';
  }
}

/** Lets a process live for so many calls to the database or to WeChat, then kills it in the middle of whatever. */
export interface Fuse {
  /** @throws ProcessDied */
  burn(): void;
}

export function createFuse(calls: number): Fuse {
  let left = calls;
  return {
    burn() {
      if (left <= 0) throw new ProcessDied();
      left -= 1;
    },
  };
}

/**
 * The database as a process sees it that may die: at any statement, whose transaction is rolled back then, or right
 * after a commit that it never hears of.
 */
export function fuseDatabase(database: Database, fuse: Fuse): Database {
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      fuse.burn();
      return node;
    },
    transformResult: async ({ result }) => Promise.resolve(result),
  };
  return {
    ...database,
    db: database.db.withPlugin(plugin),
    async transaction(work) {
      fuse.burn();
      const result = await database.transaction(async (tx) => work(tx.withPlugin(plugin)));
      fuse.burn();
      return result;
    },
  };
}

/** WeChat Pay as such a process sees it: it may die before it has asked, or before it has the answer. */
export function fusePay(pay: PayClient, fuse: Fuse): PayClient {
  async function call<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    fuse.burn();
    const answer = await ask();
    fuse.burn();
    return answer;
  }
  return {
    ...pay,
    nativeOrder: async (order) => call(async () => pay.nativeOrder(order)),
    queryTrade: async (outTradeNo) => call(async () => pay.queryTrade(outTradeNo)),
    closeTrade: async (outTradeNo) => call(async () => pay.closeTrade(outTradeNo)),
    createRefund: async (request) => call(async () => pay.createRefund(request)),
    queryRefund: async (outRefundNo) => call(async () => pay.queryRefund(outRefundNo)),
    applyAbnormalRefund: async (request) => call(async () => pay.applyAbnormalRefund(request)),
  };
}
