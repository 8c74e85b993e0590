import type { ClusterBus, RowChange } from '../core/cluster-bus.ts';
import type { UserDirectory } from '../user/user-directory.ts';
import { sessionRow, subscriptionRow } from './presence-rows.ts';

/** Shows the sessions of this node and their subscriptions to the other nodes, from now on. */
export function sharePresence(
  local: Pick<UserDirectory, 'session' | 'onChange' | 'onSubscription'>,
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
  local.onSubscription(({ type, sessionId, subscription: { id, destination } }) => {
    const ids = shared.get(sessionId);
    if (!ids) return;
    if (type === 'subscribed') ids.add(id);
    else ids.delete(id);
    bus.setRows([subscriptionRow(sessionId, id, type === 'subscribed' ? destination : undefined)]);
  });
}
