import type { Messaging } from '@carillon/messaging';

/**
 * Tells everybody who comes and goes at `/topic/presence`, and whoever subscribes to `/app/presence` who is there.
 * A page subscribes to both, in this order: what changes after the list was made follows it.
 */
export function sharePresence(messaging: Messaging): void {
  const online = new Set<string>();

  function tell(name: string, isOnline: boolean): void {
    if (isOnline) online.add(name);
    else online.delete(name);
    void messaging.template.send('/topic/presence', { name, online: isOnline });
  }

  messaging.events.on('userOnline', (name) => tell(name, true));
  messaging.events.on('userOffline', (name) => tell(name, false));
  messaging.handleSubscribe('/presence', () => [...online]);
}
