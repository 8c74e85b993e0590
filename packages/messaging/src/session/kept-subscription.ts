import type { Subscription } from '../core/broker.ts';
import type { Counters } from '../core/counters.ts';

/** A subscription and the destination that the client named. */
export interface KeptSubscription {
  readonly destination: string;
  readonly subscription: Subscription;
}

/** Nobody delivers to a client that is gone. What it has is kept until the frames that it had sent are done with it. */
export function muteAll(kept: Iterable<KeptSubscription>): void {
  for (const { subscription } of kept) {
    if (subscription.mute) subscription.mute();
    else subscription.cancel();
  }
}

export function cancelAll(kept: Map<string, KeptSubscription>, counters: Counters): void {
  for (const { subscription } of kept.values()) subscription.cancel();
  counters.subscriptions -= kept.size;
  kept.clear();
}
