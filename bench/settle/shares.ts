import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Where time went, by whose files stood nearest in the stack; what no row claims is the rest. */
const OWNERS: readonly [share: string, isOwner: (url: string) => boolean][] = [
  ['crypto', (url) => url.includes('/packages/wechat/')],
  ['delivery', (url) => url.includes('/packages/messaging/') || url.includes('/packages/stomp/')],
  ['SQL', (url) => /\/node_modules\/(pg|pg-\w+|kysely|@electric-sql)\/|\/platform\/database\//.test(url)],
  [
    'HTTP',
    (url) => /\/node_modules\/(fastify|@fastify|light-my-request|find-my-way)\/|node:_?http/.test(url),
  ],
  ['flows', (url) => url.includes('/apps/server/')],
];

export type Shares = Readonly<Record<string, number>>;

/** Reads what `--cpu-prof` left in a folder: of the time in which anything ran, who had which share, in percent. */
export async function readShares(folder: string): Promise<Shares> {
  const spent = new Map<string, number>();
  for (const file of await readdir(folder)) {
    const profile = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as CpuProfile;
    for (const [owner, microseconds] of spentBy(profile)) {
      spent.set(owner, (spent.get(owner) ?? 0) + microseconds);
    }
  }
  const total = [...spent.values()].reduce((sum, part) => sum + part, 0);
  return Object.fromEntries([...spent].map(([owner, part]) => [owner, Math.round((part / total) * 100)]));
}

function spentBy({ nodes, samples, timeDeltas }: CpuProfile): Map<string, number> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const owners = new Map<number, string | undefined>();

  /** Who owns a frame: its own file's owner, or who called it. Idle time is nobody's. */
  function ownerOf(id: number): string | undefined {
    if (owners.has(id)) return owners.get(id);
    const { functionName = '', url = '' } = byId.get(id)?.callFrame ?? {};
    const parent = parents.get(id);
    let owner: string | undefined;
    if (functionName === '(idle)') owner = undefined;
    else
      owner =
        OWNERS.find(([, isOwner]) => isOwner(url))?.[0] ?? (parent === undefined ? 'rest' : ownerOf(parent));
    owners.set(id, owner);
    return owner;
  }

  const spent = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const owner = ownerOf(id);
    if (owner !== undefined) spent.set(owner, (spent.get(owner) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return spent;
}
