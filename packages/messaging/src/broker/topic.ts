import type { AckWindow } from './ack-window.ts';
import { SubscriberGroups } from './subscriber-groups.ts';

/** All who are subscribed to one destination, or by one pattern, and each get every message. */
export class Topic extends SubscriberGroups {
  /** The subscriptions among them whose clients acknowledge. Made when there is one. */
  windows: Set<AckWindow> | undefined;

  override get isEmpty(): boolean {
    return super.isEmpty && (this.windows === undefined || this.windows.size === 0);
  }

  addWindow(window: AckWindow): void {
    (this.windows ??= new Set()).add(window);
  }
}
