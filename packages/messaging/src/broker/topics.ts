import type { AntPattern } from '../core/ant-pattern.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { Message } from '../core/message.ts';
import { FanOut } from './fan-out.ts';
import { PatternIndex } from './pattern-index.ts';
import { Topic } from './topic.ts';

/** The topics that somebody is subscribed to: by their destination, and by patterns that it fits. */
export class Topics {
  readonly #parts: EngineParts;
  readonly #exact = new Map<string, Topic>();
  #patterns: PatternIndex<Topic>;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#patterns = new PatternIndex(parts.separator);
  }

  /** Delivers to all who are subscribed now. */
  send(message: Message): void {
    const exact = this.#exact.get(message.destination);
    const more = this.#patterns.size > 0 ? this.#patterns.find(message.destination) : undefined;
    if (!exact && !more?.length) return;
    const fanOut = new FanOut(message, this.#parts.counters);
    if (exact) fanOut.to(exact);
    if (more) for (const topic of more) fanOut.to(topic);
    fanOut.finish();
  }

  /** The topic of a destination or a pattern, which is kept until `close` finds it empty. */
  open(where: string | AntPattern): Topic {
    const known = this.#find(where);
    if (known) return known;
    const topic = new Topic();
    if (typeof where === 'string') this.#exact.set(where, topic);
    else this.#patterns.add(where, topic);
    return topic;
  }

  /** Forgets a topic that nobody is subscribed to. */
  close(where: string | AntPattern, topic: Topic): void {
    if (!topic.isEmpty || this.#find(where) !== topic) return;
    if (typeof where === 'string') this.#exact.delete(where);
    else this.#patterns.delete(where);
  }

  clear(): void {
    this.#exact.clear();
    this.#patterns = new PatternIndex(this.#parts.separator);
  }

  #find(where: string | AntPattern): Topic | undefined {
    return typeof where === 'string' ? this.#exact.get(where) : this.#patterns.get(where);
  }
}
