import type { Migration } from 'kysely/migration';
import { accounts } from './accounts.ts';
import { catalog } from './catalog.ts';
import { catalogue } from './catalogue.ts';
import { conversations } from './conversations.ts';
import { journal } from './journal.ts';
import { miniProgram } from './mini-program.ts';
import { moneyMatters } from './money-matters.ts';
import { money } from './money.ts';
import { notices } from './notices.ts';
import { orderSearch } from './order-search.ts';
import { orders } from './orders.ts';
import { passes } from './passes.ts';
import { payments } from './payments.ts';
import { sessions } from './sessions.ts';
import { wechatMessages } from './wechat-messages.ts';
import { people } from './people.ts';
import { rings } from './rings.ts';

/**
 * Every migration, in the order in which they run. A name that has been released is never changed, moved or
 * reused; a new one goes to the end.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-journal': journal,
  '0002-catalog': catalog,
  '0003-accounts': accounts,
  '0004-orders': orders,
  '0005-payments': payments,
  '0006-conversations': conversations,
  '0007-notices': notices,
  '0008-money': money,
  '0009-sessions': sessions,
  '0010-people': people,
  '0011-catalogue': catalogue,
  '0012-rings': rings,
  '0013-wechat-messages': wechatMessages,
  '0014-order-search': orderSearch,
  '0015-money-matters': moneyMatters,
  '0016-passes': passes,
  '0017-mini-program': miniProgram,
};
