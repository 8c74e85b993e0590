import { createApi } from '@carillon/contract';
import type { PassShowing } from '@carillon/contract';
import { demoLogin, withCookies } from '@carillon/scripts/system';

type Api = ReturnType<typeof createApi>;

/** A buyer whose phone shows passes, each showing to be scanned once. */
export interface Phone {
  readonly cookie: string;
  readonly showings: readonly PassShowing[];
}

export interface CarWash {
  readonly shopId: number;
  /** What clerks do; each may scan 10 codes a second. */
  readonly clerks: readonly Api[];
  readonly phones: readonly Phone[];
}

const CLERKS = 20;
/** A page that shows a pass more often than this is told to wait. */
const SHOWINGS_PER_PHONE = 20;
const PREPARED_AT_ONCE = 4;

/** Hires clerks at the demo shop, and has buyers show passes: so many showings in all. */
export async function openCarWash(serverUrl: string, showingCount: number): Promise<CarWash> {
  const owner = createApi(serverUrl, withCookies());
  const { staff } = await owner('logIn', { body: demoLogin });
  const shopId = staff.shops[0]?.id ?? 0;
  const { kind } = await owner('savePassKind', {
    params: { shopId },
    body: {
      ...{ name: '洗车卡', terms: '', visits: 1_000, priceFen: 9_900, validDays: null },
      ...{ refundable: true, maxPerBuyer: null, onSale: false },
    },
  });
  const clerks: Api[] = [];
  for (let n = 0; n < CLERKS; n += 1) clerks.push(await hireClerk(serverUrl, { owner, shopId, n }));
  const phones: Phone[] = [];
  let toPrepare = Math.ceil(showingCount / SHOWINGS_PER_PHONE);
  async function prepareSome(): Promise<void> {
    while (toPrepare > 0) {
      toPrepare -= 1;
      phones.push(await preparePhone(serverUrl, { owner, shopId, kindId: kind.id }));
    }
  }
  await Promise.all(Array.from({ length: PREPARED_AT_ONCE }, prepareSome));
  return { shopId, clerks, phones };
}

async function hireClerk(
  serverUrl: string,
  { owner, shopId, n }: { owner: Api; shopId: number; n: number },
): Promise<Api> {
  const body = { name: `店员${n}`, role: 'clerk' as const };
  const { invitation } = await owner('inviteStaff', { params: { shopId }, body });
  const clerk = createApi(serverUrl, withCookies());
  const account = { username: `clerk-${n}`, password: `scan-to-screen-${n}` };
  await clerk('acceptInvitation', { body: { token: invitation.path.split('#')[1] ?? '', account } });
  return clerk;
}

async function preparePhone(
  serverUrl: string,
  { owner, shopId, kindId }: { owner: Api; shopId: number; kindId: number },
): Promise<Phone> {
  const cookies = withCookies();
  const buyer = createApi(serverUrl, cookies);
  await buyer('readMenu', { params: { shopId } });
  const { claimUrl } = await owner('issuePass', { params: { shopId }, body: { kindId, note: 'bench' } });
  const token = /[\w-]{43}$/.exec(claimUrl)?.[0] ?? '';
  const { pass } = await buyer('claimPass', { body: { token } });
  const showings: PassShowing[] = [];
  for (let n = 0; n < SHOWINGS_PER_PHONE; n += 1) {
    showings.push((await buyer('showPass', { params: { passId: pass.id } })).showing);
  }
  return { cookie: cookies.cookieHeader(), showings };
}
