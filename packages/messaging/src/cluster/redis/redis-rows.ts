import type { ClusterCounts, ClusterListener, RowChange } from '../../core/cluster-bus.ts';
import type { Timer, Timers } from '../../core/timer-wheel.ts';
import { NodeTable } from './node-table.ts';
import type { RowsAnnouncement, RowsSnapshot } from './node-table.ts';
import { OwnRows } from './own-rows.ts';
import type { RowsWrite } from './own-rows.ts';
import type { RedisLink } from './redis-link.ts';
import { BEAT, LEAVE, LOAD_ROWS, WRITE_ROWS } from './scripts.ts';

/**
 * How much of the lease runs in Redis. The rest is for the two beats of another node that must find this one
 * absent, a quarter of the lease and a tick of the wheel each.
 */
const SHARE_IN_REDIS = 0.45;

export interface RedisRowsParts {
  readonly nodeId: string;
  readonly counts: ClusterCounts;
  readonly prefix: string;
  readonly leaseMs: number;
  readonly timers: Timers;
  readonly listener: () => ClusterListener | undefined;
}

/** Keeps this node's rows in Redis, and those of all others here. */
export class RedisRows {
  readonly #parts: RedisRowsParts;
  readonly #keys: { readonly nodes: string; readonly rows: string; readonly channel: string };
  readonly #own = new OwnRows();
  readonly #table: NodeTable;
  readonly #ttl: string;
  #link: RedisLink | undefined;
  #writing: NodeJS.Immediate | undefined;
  #forgetting: Timer | undefined;

  constructor(parts: RedisRowsParts) {
    const { prefix, leaseMs, counts, listener } = parts;
    this.#parts = parts;
    this.#keys = { nodes: `${prefix}nodes`, rows: `${prefix}rows:`, channel: `${prefix}rows` };
    this.#ttl = String(Math.floor(leaseMs * SHARE_IN_REDIS));
    this.#table = new NodeTable({
      counts,
      load: (nodeId) => this.#load(nodeId),
      listener: {
        onRows: (nodeId, changes) => listener()?.onRows(nodeId, changes),
        onNodeGone: (nodeId) => listener()?.onNodeGone(nodeId),
      },
    });
  }

  set(changes: readonly RowChange[]): void {
    this.#own.set(changes);
    if (this.#link) this.#writing ??= setImmediate(() => this.#writeChanges());
  }

  /** Writes all rows, hears of those of the others from now on, and reads what they have. */
  async connect(link: RedisLink): Promise<void> {
    this.#link = link;
    await link.subscribe([this.#keys.channel], (bytes) => this.#hear(bytes));
    await this.#writeAll(link);
    await this.beat(link);
    this.#forgetting?.cancel();
  }

  /** What the others have is kept for a lease: Redis may be back in a moment. */
  disconnect(): void {
    if (!this.#link) return;
    this.#link = undefined;
    clearImmediate(this.#writing);
    this.#writing = undefined;
    const { timers, leaseMs } = this.#parts;
    this.#forgetting?.cancel();
    this.#forgetting = timers.schedule(leaseMs, () => this.#table.clear());
  }

  /** Renews the lease, and looks who else is there. */
  async beat(link: RedisLink): Promise<void> {
    const { nodes, rows } = this.#keys;
    const answer = (await link.run(BEAT, [nodes], [rows, this.#parts.nodeId, this.#ttl])) as unknown[];
    const [isMineThere, ...others] = answer;
    if (isMineThere !== 1) await this.#writeAll(link);
    const numbers = new Map<string, number>();
    for (const [nodeId, number] of pairsOf(others)) numbers.set(nodeId, Number(number));
    numbers.delete(this.#parts.nodeId);
    if (this.#link === link) this.#table.beaten(numbers);
  }

  /** Takes this node away: the others hear at once. */
  async leave(link: RedisLink): Promise<void> {
    this.#forgetting?.cancel();
    clearImmediate(this.#writing);
    const { nodes, rows, channel } = this.#keys;
    const { nodeId } = this.#parts;
    await link.run(LEAVE, [nodes, rows + nodeId], [channel, JSON.stringify([nodeId]), nodeId]);
  }

  #writeChanges(): void {
    this.#writing = undefined;
    const link = this.#link;
    if (!link) return;
    Promise.all(this.#own.takeChanges().map((write) => this.#write(link, write)))
      .then((answers) => (answers.includes(0) ? this.#writeAll(link) : undefined))
      // What failed to be written is written whole when there is a link again.
      .catch((error: unknown) => link.lose(error));
  }

  async #writeAll(link: RedisLink): Promise<void> {
    clearImmediate(this.#writing);
    this.#writing = undefined;
    await Promise.all(this.#own.takeAll().map((write) => this.#write(link, write)));
  }

  #write(link: RedisLink, { number, isWhole, changes }: RowsWrite): Promise<unknown> {
    const { nodes, rows, channel } = this.#keys;
    const { nodeId } = this.#parts;
    const announced = changes.map(([key, value]) => (value === undefined ? [key] : [key, value]));
    return link.run(
      WRITE_ROWS,
      [nodes, rows + nodeId],
      [
        channel,
        JSON.stringify([nodeId, number, announced]),
        nodeId,
        this.#ttl,
        String(number),
        isWhole ? 'whole' : String(number - 1),
        ...changes.flatMap(([key, value]) => [key, value === undefined ? '-' : `=${value}`]),
      ],
    );
  }

  async #load(nodeId: string): Promise<RowsSnapshot | undefined> {
    const answer = await this.#link?.run(LOAD_ROWS, [this.#keys.rows + nodeId], []);
    const fields = new Map(pairsOf(Array.isArray(answer) ? answer : []));
    const number = fields.get('v');
    if (number === undefined) return undefined;
    fields.delete('v');
    const rows = new Map<string, string>();
    for (const [name, value] of fields) rows.set(name.slice(1), value);
    return { number: Number(number), rows };
  }

  #hear(bytes: Buffer): void {
    const heard = readAnnouncement(bytes.toString('utf8'));
    if (!heard) this.#parts.counts.malformed += 1;
    else if (heard.nodeId === this.#parts.nodeId) return;
    else if ('changes' in heard) this.#table.announced(heard);
    else this.#table.gone(heard.nodeId);
  }
}

/** Reads `[node id, number, [[key, value] or [key] …]]`, or `[node id]` of a node that leaves. */
function readAnnouncement(json: string): RowsAnnouncement | { readonly nodeId: string } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  const [nodeId, number, changes] = parsed as unknown[];
  if (typeof nodeId !== 'string') return undefined;
  if (parsed.length === 1) return { nodeId };
  if (typeof number !== 'number' || !Array.isArray(changes) || !changes.every(isChange)) return undefined;
  return { nodeId, number, changes };
}

function isChange(change: unknown): change is RowChange {
  if (!Array.isArray(change) || typeof change[0] !== 'string') return false;
  return change.length === 1 || (change.length === 2 && typeof change[1] === 'string');
}

/** A flat list of Redis as pairs of texts. */
function* pairsOf(list: unknown[]): Iterable<[string, string]> {
  for (let index = 0; index + 1 < list.length; index += 2)
    yield [String(list[index]), String(list[index + 1])];
}
