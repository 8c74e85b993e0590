import type { Ids } from '../ids.ts';
import { hashToken } from '../ids.ts';
import type { EndReason, SessionEnd } from './session-end.ts';
import type { LoginWay, Session, SessionOwner } from './session.ts';
import { createSeeToEnds } from './see-to-ends.ts';
import type { SeeToEndsParts } from './see-to-ends.ts';
import type { SessionStore } from './session-store.ts';

/** Who is logged in. Only browsers keep tokens; here sessions are named by the hashes of theirs. */
export interface Sessions {
  /** Starts a fresh session. Answers its token, which is told to its browser and to nobody else. */
  start(login: SessionOwner & { readonly way: LoginWay; readonly device: string }): Promise<string>;
  /** The session of a token, which is used by this; undefined for anything that is no token of a live one. */
  find(token: string | undefined): Promise<Session | undefined>;
  /** Sessions by their ids, as they are, without using them. */
  read(ids: readonly string[]): Promise<Session[]>;
  /** Counts an open socket as use of its session. Answers those of the sessions that have ended. */
  keep(ids: readonly string[]): Promise<string[]>;
  /** Somebody's sessions, the latest used first. */
  list(owner: SessionOwner): Promise<Session[]>;
  /** Ends a session, and closes its sockets on all nodes. Answers it, unless it had ended. */
  end(id: string, reason: EndReason): Promise<Session | undefined>;
  /** Ends the session of a token, as whoever has it wishes. Without one, and twice, it does nothing. */
  logOut(token: string | undefined): Promise<void>;
  /** Ends all of somebody's sessions, but for one, and closes their sockets. Answers how many there were. */
  endAll(owner: SessionOwner, options: EndAllOptions): Promise<number>;
  /**
   * The same, for when what they came by is gone already: it is not refused. What cannot be ended now, since the keeper
   * of sessions is away, is ended once it is back.
   */
  seeToEnds(owner: SessionOwner, options: EndAllOptions): Promise<void>;
  /** Closes all sockets of a staff member, for what they may do has changed. Their sessions stay. */
  closeSocketsOf(staffId: number, reason: EndReason): Promise<void>;
  /** Closes all sockets of a buyer, who is somebody else from now on. */
  closeBuyerSockets(buyerId: string, reason: EndReason): Promise<void>;
}

export interface EndAllOptions {
  readonly reason: EndReason;
  /** The id of one that stays. */
  readonly but?: string;
  /** Only those that began in one of these ways. */
  readonly ways?: readonly LoginWay[];
  /** Only those that had begun by then. */
  readonly startedBy?: Date;
}

export interface SessionsParts extends Omit<SeeToEndsParts, 'sessions'> {
  readonly store: SessionStore;
  readonly ids: Ids;
  /** Has the sockets closed on all nodes. */
  readonly tell: (end: SessionEnd) => Promise<void>;
}

const TOKEN_PATTERN = /^[\w-]{43}$/;
/** Use within this time of the last is not written down. */
const TOUCH_AT_MOST_EVERY_MS = 60_000;

export function createSessions({ store, clock, ids, tell, ...parts }: SessionsParts): Sessions {
  async function endMany(sessions: readonly string[], reason: EndReason): Promise<Session[]> {
    const ended = await store.remove(sessions, clock.now());
    for (const { id: session } of ended) await tell({ session, reason });
    return ended;
  }

  const sessions: Omit<Sessions, 'seeToEnds'> = {
    async start(login) {
      const token = ids.token();
      const now = clock.now();
      await store.insert({ ...login, id: hashToken(token), startedAt: now, lastUsedAt: now });
      return token;
    },
    async find(token) {
      if (!isToken(token)) return undefined;
      const now = clock.now();
      const [session] = await store.read([hashToken(token)], now);
      if (session === undefined) return undefined;
      if (now.getTime() - session.lastUsedAt.getTime() < TOUCH_AT_MOST_EVERY_MS) return session;
      // It may have ended since it was read.
      const [kept] = await store.touch([session.id], now);
      return kept === undefined ? undefined : { ...session, lastUsedAt: now };
    },
    read: async (sessions) => store.read(sessions, clock.now()),
    async keep(sessions) {
      const kept = new Set(await store.touch(sessions, clock.now()));
      return sessions.filter((session) => !kept.has(session));
    },
    list: async (owner) => store.list(owner, clock.now()),
    async end(id, reason) {
      const [ended] = await endMany([id], reason);
      return ended;
    },
    async logOut(token) {
      if (isToken(token)) await endMany([hashToken(token)], 'logged_out');
    },
    async endAll(owner, { reason, but, ways, startedBy }) {
      let count = 0;
      for (;;) {
        const found = (await store.list(owner, clock.now())).filter(
          ({ id, way, startedAt }) =>
            id !== but &&
            (ways?.includes(way) ?? true) &&
            (startedBy === undefined || startedAt <= startedBy),
        );
        const ended = await endMany(
          found.map(({ id }) => id),
          reason,
        );
        count += ended.length;
        if (ended.length === 0) return count;
      }
    },
    closeSocketsOf: async (staffId, reason) => tell({ staffId, reason }),
    closeBuyerSockets: async (buyerId, reason) => tell({ buyerId, reason }),
  };
  return { ...sessions, seeToEnds: createSeeToEnds({ ...parts, clock, sessions }) };
}

/** Whether it may be one that we made: what else comes as a cookie is not worth a question. */
function isToken(token: string | undefined): token is string {
  return token !== undefined && TOKEN_PATTERN.test(token);
}
