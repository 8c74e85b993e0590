import { PASS_DESTINATION, PASS_SHOWING_MS, passDestination } from '@carillon/contract';
import type { PassEvent, PassResult } from '@carillon/contract';
import { compilePattern } from '@carillon/messaging';
import type { Journal } from '@carillon/messaging';
import { findPassParties, readRunning, selectPassesOf } from '../passes/index.ts';
import type { PassParties } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import { newestSeqs } from '../platform/journal/newest-seq.ts';
import { createRounds } from '../platform/rounds.ts';
import { readId } from './read-id.ts';

/** A buyer at a shop, who may show several passes there. */
export interface BuyerAtShop {
  readonly buyerId: string;
  readonly shopId: number;
}

/** Told what scans come to: first what the code on the screen has come to already. None is told twice or left out. */
type PassListener = (result: PassResult) => void;

export interface PassFollowers {
  /** Tells a listener of the scans of a buyer's passes at a shop. Answers a function that ends it. */
  follow(who: BuyerAtShop, listener: PassListener): () => void;
  /** Looks for what nothing told of. To be called every few seconds. */
  check(): void;
  /** How many listen on this node, by shop. */
  watchers(): Readonly<Record<string, number>>;
}

export interface FollowPassesParts {
  readonly journal: Journal;
  readonly context: Pick<Context, 'database' | 'clock' | 'logger'>;
}

/** A buyer at a shop to whom somebody here listens: a second screen of theirs costs no second reading. */
interface Followed extends BuyerAtShop {
  /** Those who have not been told how it stands. */
  readonly coming: Set<PassListener>;
  /** The others, with the numbers of the journals that they know of. */
  readonly listening: Map<PassListener, ReadonlyMap<number, number>>;
  /** What was read of the journal of each pass. */
  readonly readUpTo: Map<number, number>;
  /** Passes of which something new was told. */
  readonly news: Set<number>;
}

const PAGE_ENTRIES = 100;
const matchPass = compilePattern(PASS_DESTINATION);

/**
 * Follows the journals of passes for the sockets of this node. Whose a pass is is looked up when something is told of it,
 * as passes are bought, given and joined to accounts while a screen is open.
 */
export function followPasses({ journal, context }: FollowPassesParts): PassFollowers {
  const { database, clock, logger } = context;
  const followed = new Map<string, Followed>();
  const onError = (err: unknown): void => logger.warn({ err }, 'the result of a scan was not told');
  const rounds = createRounds<string>(advance, onError);
  const heard = createRounds<number>(
    async (passId) => note(await findPassParties(database.db, passId)),
    onError,
  );
  let stopHearing: (() => void) | undefined;

  function hear(destination: string): void {
    const passId = readId(matchPass(destination)?.passId ?? '');
    if (passId !== undefined) heard.run(passId);
  }

  function note(parties: PassParties | undefined): void {
    if (parties?.buyerId == null) return;
    const { passId, shopId, buyerId } = parties;
    const key = keyOf({ buyerId, shopId });
    followed.get(key)?.news.add(passId);
    if (followed.has(key)) rounds.run(key);
  }

  async function advance(key: string): Promise<void> {
    const one = followed.get(key);
    if (one === undefined) return;
    for (const passId of one.news) {
      one.news.delete(passId);
      await readOn(one, passId);
    }
    if (one.coming.size > 0) await tellHowItStands(one);
  }

  async function tellHowItStands(one: Followed): Promise<void> {
    const { result, seqs } = await readRunning(database, { ...one, now: clock.now() });
    for (const [passId, seq] of seqs) if (!one.readUpTo.has(passId)) one.readUpTo.set(passId, seq);
    for (const listener of [...one.coming]) {
      one.coming.delete(listener);
      one.listening.set(listener, seqs);
      if (result !== undefined) listener(result);
    }
  }

  async function readOn(one: Followed, passId: number): Promise<void> {
    for (;;) {
      const page = await journal.read(passDestination(passId), one.readUpTo.get(passId) ?? 0, PAGE_ENTRIES);
      for (const { seq, payload } of page.entries) {
        const { result } = JSON.parse(Buffer.from(payload).toString('utf8')) as PassEvent;
        one.readUpTo.set(passId, seq);
        if (result !== null && isOfLate(result)) tell(one, { passId, seq, result });
      }
      if (page.entries.length === PAGE_ENTRIES) continue;
      // Also where there is nothing any more: or it would be looked for again and again.
      one.readUpTo.set(passId, page.newestSeq);
      return;
    }
  }

  function tell(
    one: Followed,
    { passId, seq, result }: { passId: number; seq: number; result: PassResult },
  ): void {
    for (const [listener, known] of [...one.listening]) {
      if (seq > (known.get(passId) ?? 0)) listener(result);
    }
  }

  /** The journal of a pass that became theirs meanwhile is read from its beginning; what it told long ago is over. */
  function isOfLate({ at }: PassResult): boolean {
    return Date.parse(at) > clock.now().getTime() - PASS_SHOWING_MS;
  }

  async function findNews(): Promise<void> {
    const buyerIds = [...new Set([...followed.values()].map(({ buyerId }) => buyerId))];
    const passes = await selectPassesOf(database.db, buyerIds);
    const seqs = await newestSeqs(
      database.db,
      passes.map(({ passId }) => passDestination(passId)),
    );
    for (const pass of passes) {
      const { passId, shopId, buyerId } = pass;
      const readUpTo = buyerId === null ? undefined : followed.get(keyOf({ buyerId, shopId }))?.readUpTo;
      if ((seqs.get(passDestination(passId)) ?? 0) > (readUpTo?.get(passId) ?? 0)) note(pass);
    }
  }

  function leave(who: BuyerAtShop, listener: PassListener): void {
    const one = followed.get(keyOf(who));
    if (one === undefined) return;
    one.coming.delete(listener);
    one.listening.delete(listener);
    if (one.coming.size + one.listening.size > 0) return;
    followed.delete(keyOf(who));
    if (followed.size > 0) return;
    stopHearing?.();
    stopHearing = undefined;
  }

  return {
    follow(who, listener) {
      stopHearing ??= journal.onAppend(hear);
      const key = keyOf(who);
      const nobody = {
        coming: new Set<PassListener>(),
        listening: new Map(),
        readUpTo: new Map(),
        news: new Set<number>(),
      };
      const one: Followed = followed.get(key) ?? { ...who, ...nobody };
      followed.set(key, one);
      one.coming.add(listener);
      rounds.run(key);
      return () => leave(who, listener);
    },
    check() {
      if (followed.size === 0) return;
      for (const [key, { coming }] of followed) if (coming.size > 0) rounds.run(key);
      findNews().catch(onError);
    },
    watchers() {
      const counts: Record<string, number> = {};
      for (const { shopId, coming, listening } of followed.values()) {
        counts[shopId] = (counts[shopId] ?? 0) + coming.size + listening.size;
      }
      return counts;
    },
  };
}

function keyOf({ buyerId, shopId }: BuyerAtShop): string {
  return `${shopId} ${buyerId}`;
}
