/** How a person answered when `wx.requestSubscribeMessage` asked for a template. */
export type SubscribeChoice = 'accept' | 'reject';

/** How many messages each person has accepted of each template: one accept is one message, and they add up. */
export interface AcceptBook {
  accept(personId: string, templateId: string): void;
  left(personId: string, templateId: string): number;
  /** Uses one up; false when there is none. */
  use(personId: string, templateId: string): boolean;
  onChange(listener: () => void): () => void;
}

/** Accepts live in memory only. */
export function createAcceptBook(): AcceptBook {
  const counts = new Map<string, number>();
  const listeners = new Set<() => void>();
  const keyOf = (personId: string, templateId: string) => `${personId} ${templateId}`;
  const left = (personId: string, templateId: string) => counts.get(keyOf(personId, templateId)) ?? 0;

  function set(personId: string, templateId: string, count: number): void {
    counts.set(keyOf(personId, templateId), count);
    for (const listener of listeners) listener();
  }

  return {
    left,
    accept: (personId, templateId) => set(personId, templateId, left(personId, templateId) + 1),
    use(personId, templateId) {
      const count = left(personId, templateId);
      if (count > 0) set(personId, templateId, count - 1);
      return count > 0;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
