/** What a phone remembers for the pages, by name. It may be full, forbidden or cleared at any time. */
export interface Memory {
  /** What was remembered under a name; undefined when there is nothing, or nothing that can be read. */
  recall(name: string): unknown;
  /** Remembers a JSON value under a name, if it can. Never throws. */
  remember(name: string, value: unknown): void;
  forget(name: string): void;
}
