import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';

/** How long a QR login waits to be scanned and answered. */
const LOGIN_LIFE_MS = 5 * 60 * 1000;
/** The oldest logins are forgotten beyond this many. */
const LOGIN_LIMIT = 1_000;

export type LoginStage = 'waiting' | 'scanned' | 'confirmed' | 'declined' | 'expired';

/** One QR on one login page. */
export interface Login {
  readonly uuid: string;
  readonly appid: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly expiresAt: number;
  readonly stage: LoginStage;
  readonly personId?: string;
  /** Where the page goes once it is answered; absent when it stays (declined without redirect). */
  readonly redirectTo?: string;
  readonly code?: string;
}

export interface LoginBook {
  open(fields: Pick<Login, 'appid' | 'redirectUri' | 'state'>): Login;
  get(uuid: string): Login | undefined;
  /** Not yet answered, newest first. */
  waiting(): Login[];
  change(login: Login, changes: Partial<Login>): Login;
  onChange(listener: (login: Login) => void): () => void;
}

/** Logins live in memory only: a page whose sandbox restarted shows a new QR. */
export function createLoginBook(clock: Clock, ids: Ids): LoginBook {
  const logins = new Map<string, Login>();
  const listeners = new Set<(login: Login) => void>();

  function put(login: Login): Login {
    logins.set(login.uuid, login);
    const [oldest] = logins.keys();
    if (logins.size > LOGIN_LIMIT && oldest !== undefined) logins.delete(oldest);
    for (const listener of listeners) listener(login);
    return login;
  }

  function atThisMoment(login: Login): Login {
    const open = login.stage === 'waiting' || login.stage === 'scanned';
    return open && login.expiresAt <= clock.now() ? put({ ...login, stage: 'expired' }) : login;
  }

  return {
    open: (fields) =>
      put({ ...fields, uuid: ids.token(16), expiresAt: clock.now() + LOGIN_LIFE_MS, stage: 'waiting' }),
    get(uuid) {
      const login = logins.get(uuid);
      return login && atThisMoment(login);
    },
    waiting: () =>
      [...logins.values()]
        .map(atThisMoment)
        .filter(({ stage }) => stage === 'waiting' || stage === 'scanned')
        .reverse(),
    change: (login, changes) => put({ ...login, ...changes }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
