import type { PassResultReply, PassShowing, PassShowingReply, ScanPassReply } from '@carillon/contract';
import { writePassCode } from '@carillon/pass-code';
import { BUYER_COOKIE, readBuyerToken } from '../accounts/index.ts';
import { claimGivenPass, givePass } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Answer, PassCounter } from './pass-counter.ts';
import type { TestBrowser } from './test-browser.ts';

export interface PassScreen {
  /** Gives a buyer a pass of so many visits. Returns its id. */
  give(visits?: number, buyer?: TestBrowser): Promise<number>;
  show(passId: number, buyer?: TestBrowser): Promise<PassShowing>;
  /** What the phone shows at the moment of the test's clock, and so long before or after. */
  codeOf(showing: PassShowing, shiftMs?: number): string;
  scan(code: string, scanner?: { staff?: TestBrowser; shopId?: number }): Promise<Answer<ScanPassReply>>;
  result(showing: PassShowing, buyer?: TestBrowser): Promise<PassResultReply['result']>;
}

/** Buyers' phones that show passes, and staff who scan them, at a counter that is open. */
export function openPassScreen(counter: PassCounter): PassScreen {
  const { context, shopId, clerk, buyer } = counter;
  return {
    async give(visits = 10, holder = buyer) {
      const kind = await counter.saveKind({ visits, onSale: false });
      return giveTo(context, { shopId, kindId: kind.id, buyerId: buyerIdOf(holder) });
    },
    async show(passId, holder = buyer) {
      const { showing, error } = await counter.post<PassShowingReply>(
        holder,
        `/api/passes/${passId}/showings`,
      );
      if (showing === undefined) throw new Error(`The pass was not shown: ${error?.code}`);
      return showing;
    },
    codeOf(showing, shiftMs = 0) {
      const written = writePassCode(showing, context.clock.now().getTime() + shiftMs);
      if (written === undefined) throw new Error('The showing has ended.');
      return written.code;
    },
    scan: async (code, { staff = clerk, shopId: at = shopId } = {}) =>
      counter.post(staff, `/api/staff/shops/${at}/scans`, { code }),
    async result({ passId, id }, holder = buyer) {
      const path = `/api/passes/${passId}/showings/${id}/result`;
      return (await counter.get<PassResultReply>(holder, path)).result ?? null;
    },
  };
}

/** Issues a pass of a kind to a buyer, as a gift that was taken. Returns its id. */
export async function giveTo(
  { database, clock, ids }: Pick<Context, 'database' | 'clock' | 'ids'>,
  { shopId, kindId, buyerId }: { shopId: number; kindId: number; buyerId: string },
): Promise<number> {
  const [at, token] = [clock.now(), ids.token()];
  return database.transaction(async (tx) => {
    const { pass } = await givePass(tx, { shopId, kindId, note: 'gift', by: '王经理', at, token });
    await claimGivenPass(tx, { token, buyerId, at });
    return pass.id;
  });
}

/** The id of a buyer who is not logged in. */
export function buyerIdOf({ cookies }: TestBrowser): string {
  const buyerId = readBuyerToken(cookies.get(BUYER_COOKIE));
  if (buyerId === undefined) throw new Error('The browser has not been to a shop.');
  return buyerId;
}
