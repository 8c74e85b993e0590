import type { Context } from './context.ts';
import type { Executor } from './database.ts';
import { hashToken } from './ids.ts';
import { tablesOf } from './tables-of.ts';

interface LoginStateTables {
  login_state: {
    state_hash: string;
    browser_hash: string;
    purpose: string;
    app: string;
    subject: string | null;
    return_path: string;
    expires_at: Date;
  };
}

/** A login through WeChat has to be finished within this time. WeChat's own code for a QR login lives as long. */
export const LOGIN_STATE_LIFETIME_MS = 10 * 60_000;

/** What is remembered of a login while the browser is away at WeChat. */
export interface LoginState<Purpose extends string, App extends string> {
  readonly purpose: Purpose;
  /** Which of WeChat's apps it goes through. */
  readonly app: App;
  /** Whom or what it is about, where it is about more than who comes back. */
  readonly subject: string | null;
  /** Where it leads. The caller has made sure that it is a page of ours. */
  readonly returnPath: string;
}

const tables = tablesOf<LoginStateTables>;

/**
 * Remembers a login that begins. Returns the one-time `state` that goes to WeChat and comes back: 256 random bits in
 * hex, for some of WeChat's pages take nothing but letters and digits. It is kept as a hash, is good for ten minutes,
 * and only in the browser that it was made for.
 * @param browserToken names the browser: its cookie, shared by all logins that it has begun
 */
export async function keepLoginState(
  { database, clock, ids }: Pick<Context, 'database' | 'clock' | 'ids'>,
  browserToken: string,
  { purpose, app, subject, returnPath }: LoginState<string, string>,
): Promise<string> {
  const state = Buffer.from(ids.token(), 'base64url').toString('hex');
  const now = clock.now();
  await tables(database.db).deleteFrom('login_state').where('expires_at', '<=', now).execute();
  await tables(database.db)
    .insertInto('login_state')
    .values({
      ...{ purpose, app, subject },
      state_hash: hashToken(state),
      browser_hash: hashToken(browserToken),
      return_path: returnPath,
      expires_at: new Date(now.getTime() + LOGIN_STATE_LIFETIME_MS),
    })
    .execute();
  return state;
}

export interface LoginReturn {
  readonly state: string | undefined;
  /** The cookie of the browser that came back. */
  readonly browserToken: string | undefined;
}

/**
 * Takes what was remembered of a login: of many who come back with the same state, one gets it. Undefined for a state
 * that is not ours, was used, is too old, began in another browser, or was made for another purpose.
 */
export async function takeLoginState<Purpose extends string, App extends string>(
  { database, clock }: { database: { db: Executor }; clock: Context['clock'] },
  { state, browserToken }: LoginReturn,
  expected: { readonly purposes: readonly Purpose[]; readonly apps: readonly App[] },
): Promise<LoginState<Purpose, App> | undefined> {
  if (!state || !browserToken) return undefined;
  const taken = await tables(database.db)
    .deleteFrom('login_state')
    .where('state_hash', '=', hashToken(state))
    .where('browser_hash', '=', hashToken(browserToken))
    .where('purpose', 'in', [...expected.purposes])
    .where('app', 'in', [...expected.apps])
    .where('expires_at', '>', clock.now())
    .returning(['purpose', 'app', 'subject', 'return_path as returnPath'])
    .executeTakeFirst();
  // The statement asked for none but these.
  return taken as LoginState<Purpose, App> | undefined;
}
