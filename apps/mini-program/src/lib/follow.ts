import { ApiError } from '@carillon/contract';
import type { LineState } from '@carillon/buyer';
import type { ShopLine } from './shop-line.ts';

/** While the line is down the state is asked for this often. */
const ASK_EVERY_MS = 5_000;

/** A state as it was read or told, with the number of the journal at that moment. */
interface Told<Value> {
  readonly value: Value;
  readonly seq: number;
}

interface FollowOptions<Value> {
  readonly line: ShopLine;
  readonly read: () => Promise<Told<Value>>;
  /** Known once something was read. */
  readonly destination: () => string;
  /** What an event of the journal says the state is now. */
  readonly valueOf: (event: never) => Value;
  readonly onValue: (value: Value) => void;
  /** Told each event of the journal, also one that is older than what was read. */
  readonly onEvent?: (event: never) => void;
  /** Why there is nothing to show; undefined when there is something. */
  readonly onError: (error: unknown) => void;
}

/** Something that is read once and then followed by its journal. */
export interface Following<Value> {
  /** Reads anew. Never rejects. */
  reload(): Promise<void>;
  /** Takes an answer that the server gave to something the buyer did: it may come before the journal tells. */
  take(told: Told<Value>): void;
  /** The page is seen again: reads anew unless the line has told everything. */
  resume(): void;
  stop(): void;
}

/** Reads a state, follows its journal from there, and asks for it while the line is down. */
export function follow<Value>(options: FollowOptions<Value>): Following<Value> {
  const { line, read, destination, valueOf, onValue, onEvent, onError } = options;
  let told: Told<Value> | undefined;
  let stopListening: (() => void) | undefined;
  let isStopped = false;
  let isReading = false;

  function show(now: Told<Value>): void {
    told = now;
    if (!isStopped) onValue(now.value);
  }

  async function reload(): Promise<void> {
    isReading = true;
    try {
      const now = await read();
      if (isStopped) return;
      onError(undefined);
      // What the journal told meanwhile may be newer than this answer.
      if (!told || now.seq >= told.seq) show(now);
      stopListening ??= listen(now.seq);
    } catch (error) {
      if (!isStopped && (!told || isGone(error))) onError(error);
    } finally {
      isReading = false;
    }
  }

  /** Reads unless the line tells, or the answer is on its way. */
  function readUntold(): void {
    if (!isReading && !isTold(line.state())) void reload();
  }

  function listen(after: number): () => void {
    return line.listen(destination(), {
      after,
      onMessage({ seq = 0, json }) {
        const event = json() as never;
        onEvent?.(event);
        if (!told || seq > told.seq) show({ value: valueOf(event), seq });
      },
      onRecovery({ recovered }) {
        if (recovered) return;
        // The journal was cut or started anew: its numbers say nothing about ours any more.
        if (told) told = { ...told, seq: 0 };
        void reload();
      },
    });
  }

  function isTold(state: LineState): boolean {
    return state === 'online' || state === 'catching-up';
  }

  const asking = setInterval(() => {
    if (line.isAwake()) readUntold();
  }, ASK_EVERY_MS);

  void reload();
  return {
    reload,
    take(now) {
      if (!told || now.seq > told.seq) show(now);
    },
    resume: readUntold,
    stop() {
      isStopped = true;
      clearInterval(asking);
      stopListening?.();
    },
  };
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
