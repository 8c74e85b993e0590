import type { ClusterBus, RowChange } from '../core/cluster-bus.ts';
import type { EngineEvents } from '../core/events.ts';
import type { UserRegistry } from '../core/user-registry.ts';
import { sessionRow, subscriptionRow } from './presence-rows.ts';

/** Shows the sessions of this node and their subscriptions to the other nodes, from now on. */
export function sharePresence(
  local: UserRegistry,
  { emitter }: Pick<EngineEvents, 'emitter'>,
  bus: Pick<ClusterBus, 'setRows'>,
): void {
  /** Ids of subscriptions by session: when a session is over, nobody tells of each. */
  const shared = new Map<string, Set<string>>();

  function arrived(id: string): void {
    const session = local.session(id);
    if (!session) return;
    shared.set(id, new Set());
    bus.setRows([sessionRow(id, session)]);
  }

  function left(id: string): void {
    const rows: RowChange[] = [sessionRow(id, undefined)];
    for (const subscriptionId of shared.get(id) ?? [])
      rows.push(subscriptionRow(id, subscriptionId, undefined));
    shared.delete(id);
    bus.setRows(rows);
  }

  local.onChange(({ type, session: { id } }) => {
    if (type === 'arrived') arrived(id);
    else left(id);
  });
  emitter.on('subscribe', (session, { id, destination }) => {
    shared.get(session.id)?.add(id);
    if (shared.has(session.id)) bus.setRows([subscriptionRow(session.id, id, destination)]);
  });
  emitter.on('unsubscribe', (session, { id }) => {
    if (shared.get(session.id)?.delete(id)) bus.setRows([subscriptionRow(session.id, id, undefined)]);
  });
}
