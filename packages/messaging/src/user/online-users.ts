import type { EngineParts } from '../core/engine-parts.ts';
import type { Timer } from '../core/timer-wheel.ts';
import type { UserRegistry } from '../core/user-registry.ts';

/**
 * Tells who comes online and who goes offline, whatever number of sessions they have: `userOnline` at
 * the first, `userOffline` once the last has been gone for the grace, so that loading a page anew is
 * neither. Answers a function that stops it.
 */
export function followOnlineUsers(
  registry: UserRegistry,
  { events, timers }: Pick<EngineParts, 'events' | 'timers'>,
  offlineGraceMs: number,
): () => void {
  const online = new Set<string>();
  const leaving = new Map<string, Timer>();

  function arrived(name: string): void {
    leaving.get(name)?.cancel();
    leaving.delete(name);
    if (online.has(name)) return;
    online.add(name);
    events.emit('userOnline', name);
  }

  function left(name: string): void {
    if (!online.has(name) || leaving.has(name) || registry.sessionIdsOf(name).length > 0) return;
    if (offlineGraceMs === 0) wentOffline(name);
    else
      leaving.set(
        name,
        timers.schedule(offlineGraceMs, () => wentOffline(name)),
      );
  }

  function wentOffline(name: string): void {
    leaving.delete(name);
    online.delete(name);
    events.emit('userOffline', name);
  }

  for (const name of registry.userNames()) online.add(name);
  const stopListening = registry.onChange(({ type, session: { userName } }) => {
    if (userName === undefined) return;
    if (type === 'arrived') arrived(userName);
    else left(userName);
  });

  return () => {
    stopListening();
    for (const timer of leaving.values()) timer.cancel();
    leaving.clear();
  };
}
