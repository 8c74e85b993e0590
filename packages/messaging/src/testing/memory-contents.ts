import { setFlagsFromString, getHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Takes away what nobody holds, so that a WeakRef of it is empty. */
export const collectGarbage = runInNewContext('gc') as () => void;

/** As much of a heap snapshot as is read here; the numbers of all nodes stand in one list. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly (readonly string[])[];
    };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/** What is in this process's memory, of what a test looks for. */
export interface MemoryContents {
  /** How many objects there are of classes of these names. */
  readonly counts: Readonly<Record<string, number>>;
  /** What stands behind a mark and a hyphen, wherever that is: without the mark, or it would be found again. */
  readonly words: readonly string[];
}

/** Reads all of the memory, when garbage was collected: takes about a second. */
export async function readMemory(classNames: readonly string[], mark: string): Promise<MemoryContents> {
  let json = '';
  for await (const chunk of getHeapSnapshot() as AsyncIterable<Buffer | string>) json += chunk.toString();
  const { snapshot, nodes, strings } = JSON.parse(json) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [typeAt, nameAt] = [fields.indexOf('type'), fields.indexOf('name')];
  const objectType = types[typeAt]?.indexOf('object');
  const counts = new Map(classNames.map((name) => [name, 0]));
  for (let node = 0; node < nodes.length; node += fields.length) {
    if (nodes[node + typeAt] !== objectType) continue;
    const name = strings[nodes[node + nameAt] ?? -1] ?? '';
    const count = counts.get(name);
    if (count !== undefined) counts.set(name, count + 1);
  }
  const marked = new RegExp(`${mark}-([\\w-]+)`, 'g');
  const words = strings.flatMap((text) => Array.from(text.matchAll(marked), ([, word = '']) => copyOf(word)));
  return { counts: Object.fromEntries(counts), words: [...new Set(words)] };
}

/** A part of a string keeps the whole of it in memory. */
function copyOf(text: string): string {
  return Buffer.from(text).toString();
}
