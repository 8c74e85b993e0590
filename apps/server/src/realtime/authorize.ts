import { MessagingError } from '@carillon/messaging';
import type { Authorize } from '@carillon/messaging';
import { listShopIds } from '../accounts/index.ts';
import { findParties } from '../orders/index.ts';
import { findPassParties } from '../passes/index.ts';
import type { Executor } from '../platform/database.ts';
import type { Paces } from '../platform/paces.ts';
import { findRule } from './destination-rules.ts';
import { isListener } from './listener.ts';
import type { Listener } from './listener.ts';
import { readId } from './read-id.ts';

/** Variables of destinations that are ids of ours. */
const IDS: ReadonlySet<string> = new Set(['shopId', 'orderId', 'passId']);

/**
 * Decides who may listen to what, and send what, by the rules of destinations, looked up anew each time. What has no
 * rule is nobody's.
 *
 * What buyers ask reads the database, and everybody who asks is made a buyer: those of one address share a pace.
 * @param paces by address. Throws `unavailable` where too many wait for their turn.
 */
export function createAuthorize(executor: Executor, paces: Paces): Authorize {
  return async ({ user, command, destination }) => {
    if (!isListener(user)) return false;
    const found = findRule(command, destination);
    if (found?.rule === 'oneself') return true;
    if (user.kind === 'buyer' && !(await paces.turn(user.address))) throw new MessagingError('unavailable');
    if (found === undefined) return false;
    const { rule, params } = found;
    const ids = Object.entries(params).filter(([name]) => IDS.has(name));
    const [id, ...others] = ids.map(([, text]) => readId(text));
    if (ids.length > 0 && (id === undefined || others.length > 0)) return false;
    if (rule === 'everybody') return true;
    if (rule === 'staff') return user.kind === 'staff';
    if (id === undefined) return false;
    if (rule === 'clerk') return worksAt(executor, user, id);
    const parties = await (rule === 'parties' ? findParties(executor, id) : findPassParties(executor, id));
    return parties !== undefined && isParty(executor, user, parties);
  };
}

async function worksAt(executor: Executor, user: Listener, shopId: number): Promise<boolean> {
  return user.kind === 'staff' && (await listShopIds(executor, user.staffId)).includes(shopId);
}

async function isParty(
  executor: Executor,
  user: Listener,
  parties: { readonly buyerId: string | null; readonly shopId: number },
): Promise<boolean> {
  if (user.kind === 'buyer') return parties.buyerId === user.buyerId;
  return worksAt(executor, user, parties.shopId);
}
