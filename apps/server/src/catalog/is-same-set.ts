/** Whether both lists have the same ids, each once, in whatever order. */
export function isSameSet(ids: readonly number[], others: readonly number[]): boolean {
  return ids.length === others.length && new Set([...ids, ...others]).size === ids.length;
}
