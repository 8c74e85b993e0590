import { RING_ABILITY_LASTS_MS } from '@carillon/contract';
import type { DeafReason, RingAbility, RingPreference } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface AbilityTables {
  ring_device: {
    shop_id: number;
    device_id: string;
    why: DeafReason | null;
    prefers: RingPreference;
    seen_at: Date;
  };
}

const tables = tablesOf<AbilityTables>;

/**
 * Writes down whether a device of a shop would ring, for as long as its word lasts.
 * @returns whether that is other than what was known
 */
export async function reportAbility(
  executor: Executor,
  { shopId, deviceId, ability, now }: { shopId: number; deviceId: string; ability: RingAbility; now: Date },
): Promise<boolean> {
  const before = (await readAbilities(executor, { shopId, deviceIds: [deviceId], now })).get(deviceId);
  const { why, prefers } = ability;
  await tables(executor)
    .insertInto('ring_device')
    .values({ shop_id: shopId, device_id: deviceId, why, prefers, seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['shop_id', 'device_id']).doUpdateSet({ why, prefers, seen_at: now }),
    )
    .execute();
  return before?.why !== why || before.prefers !== prefers;
}

/** What devices of a shop said lately of whether they would ring. */
export async function readAbilities(
  executor: Executor,
  { shopId, deviceIds, now }: { shopId: number; deviceIds: readonly string[]; now: Date },
): Promise<ReadonlyMap<string, RingAbility>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await tables(executor)
    .selectFrom('ring_device')
    .select(['device_id', 'why', 'prefers'])
    .where('shop_id', '=', shopId)
    .where('device_id', 'in', deviceIds)
    .where('seen_at', '>', oldestCounting(now))
    .execute();
  return new Map(rows.map(({ device_id: deviceId, why, prefers }) => [deviceId, { why, prefers }]));
}

/** Those of the shops that have a device which would ring. */
export async function selectHearing(executor: Executor, now: Date): Promise<ReadonlySet<number>> {
  const rows = await tables(executor)
    .selectFrom('ring_device')
    .select('shop_id')
    .distinct()
    .where('why', 'is', null)
    .where('seen_at', '>', oldestCounting(now))
    .execute();
  return new Set(rows.map(({ shop_id: shopId }) => shopId));
}

/** Forgets devices that have not been heard of for long. */
export async function deleteForgotten(executor: Executor, before: Date): Promise<void> {
  await tables(executor).deleteFrom('ring_device').where('seen_at', '<', before).execute();
}

function oldestCounting(now: Date): Date {
  return new Date(now.getTime() - RING_ABILITY_LASTS_MS);
}
