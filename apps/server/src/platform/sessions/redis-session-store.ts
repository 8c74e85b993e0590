import { z } from 'zod';
import type { RedisKeeper } from './redis-keeper.ts';
import { MAX_LISTED } from './session-store.ts';
import type { SessionStore } from './session-store.ts';
import { SESSION_LIFETIME_MS } from './session.ts';
import type { Session, SessionOwner } from './session.ts';

/** Keys in one command: enough for all sockets of a shop, and no command that holds the others up. */
const MAX_KEYS = 500;

const keptSchema = z.object({
  kind: z.enum(['staff', 'buyer']),
  subject: z.string(),
  way: z.enum(['password', 'wechat_qr', 'h5', 'mini_program']),
  device: z.string(),
  startedAtMs: z.number(),
  lastUsedAtMs: z.number(),
});

/**
 * Keeps sessions in Redis, where all nodes find them: `<prefix>session:<id>`, which Redis forgets by itself when it
 * is not used, and `<prefix>sessions:<kind>:<subject>` with the ids of each owner.
 */
export function createRedisSessionStore(keeper: RedisKeeper): SessionStore {
  const { prefix } = keeper;
  const keyOf = (id: string): string => `${prefix}session:${id}`;
  const ownerKeyOf = ({ kind, subject }: SessionOwner): string => `${prefix}sessions:${kind}:${subject}`;

  async function read(ids: readonly string[], now: Date): Promise<Session[]> {
    const found: Session[] = [];
    for (const some of inParts(ids)) {
      const texts = await keeper.run(async (redis) => redis.mGet(some.map(keyOf)));
      for (const [index, id] of some.entries()) {
        const session = decode(id, texts[index] ?? null);
        if (session !== undefined && lives(session, now)) found.push(session);
      }
    }
    return found;
  }

  return {
    read,
    async insert(session) {
      const owner = ownerKeyOf(session);
      await keeper.run(async (redis) =>
        redis
          .multi()
          .set(keyOf(session.id), encode(session), { expiration: { type: 'PX', value: SESSION_LIFETIME_MS } })
          .sAdd(owner, session.id)
          .pExpire(owner, SESSION_LIFETIME_MS)
          .exec(),
      );
    },
    async touch(ids, now) {
      const kept: string[] = [];
      for (const some of inParts(ids)) {
        const sessions = await read(some, now);
        if (sessions.length === 0) continue;
        const written: readonly unknown[] = await keeper.run(async (redis) => {
          const commands = redis.multi();
          for (const session of sessions) commands.pExpire(ownerKeyOf(session), SESSION_LIFETIME_MS);
          // XX: only what is still there; one that ends at this moment stays ended.
          for (const session of sessions) {
            commands.set(keyOf(session.id), encode({ ...session, lastUsedAt: now }), {
              condition: 'XX',
              expiration: { type: 'PX', value: SESSION_LIFETIME_MS },
            });
          }
          return commands.exec();
        });
        const answers = written.slice(sessions.length);
        kept.push(...sessions.filter((_, index) => answers[index] !== null).map(({ id }) => id));
      }
      return kept;
    },
    async remove(ids, now) {
      const sessions = await read(ids, now);
      if (sessions.length === 0) return [];
      const removed: readonly unknown[] = await keeper.run(async (redis) => {
        const commands = redis.multi();
        for (const session of sessions) commands.del(keyOf(session.id));
        for (const session of sessions) commands.sRem(ownerKeyOf(session), session.id);
        return commands.exec();
      });
      return sessions.filter((_, index) => removed[index] === 1);
    },
    async list(owner, now) {
      const ids = await keeper.run(async (redis) => redis.sMembers(ownerKeyOf(owner)));
      const sessions = await read(ids, now);
      const living = new Set(sessions.map(({ id }) => id));
      const ended = ids.filter((id) => !living.has(id));
      if (ended.length > 0) await keeper.run(async (redis) => redis.sRem(ownerKeyOf(owner), ended));
      return sessions.sort(byUse).slice(0, MAX_LISTED);
    },
  };
}

function encode({ kind, subject, way, device, startedAt, lastUsedAt }: Session): string {
  const times = { startedAtMs: startedAt.getTime(), lastUsedAtMs: lastUsedAt.getTime() };
  return JSON.stringify({ kind, subject, way, device, ...times } satisfies z.infer<typeof keptSchema>);
}

function decode(id: string, text: string | null): Session | undefined {
  if (text === null) return undefined;
  const { startedAtMs, lastUsedAtMs, ...session } = keptSchema.parse(JSON.parse(text));
  return { id, ...session, startedAt: new Date(startedAtMs), lastUsedAt: new Date(lastUsedAtMs) };
}

function lives({ lastUsedAt }: Session, now: Date): boolean {
  return now.getTime() - lastUsedAt.getTime() < SESSION_LIFETIME_MS;
}

function byUse(one: Session, other: Session): number {
  return other.lastUsedAt.getTime() - one.lastUsedAt.getTime() || (one.id < other.id ? -1 : 1);
}

function inParts(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MAX_KEYS);
  return Array.from({ length: count }, (_, part) => ids.slice(part * MAX_KEYS, (part + 1) * MAX_KEYS));
}
