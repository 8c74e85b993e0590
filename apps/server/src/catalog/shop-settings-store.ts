import type { ChangeShopSettings, ShopSettings } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface SettingsTables {
  shop: {
    id: number;
    name: string;
    phone: string;
    address: string;
    pickup: boolean;
    delivery_fee_fen: number | null;
    delivery_minimum_fen: number;
    promise_minutes: number;
    answer_limit_minutes: number;
    is_open: boolean;
  };
}

const tables = tablesOf<SettingsTables>;

export async function findSettings(executor: Executor, shopId: number): Promise<ShopSettings | undefined> {
  const row = await tables(executor)
    .selectFrom('shop')
    .selectAll()
    .where('id', '=', shopId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { name, phone, address, pickup, delivery_fee_fen: feeFen } = row;
  return {
    ...{ name, phone, address, pickup },
    delivery: feeFen === null ? null : { feeFen, minimumFen: row.delivery_minimum_fen },
    promiseMinutes: row.promise_minutes,
    answerLimitMinutes: row.answer_limit_minutes,
    isOpen: row.is_open,
  };
}

export async function updateSettings(
  executor: Executor,
  shopId: number,
  { delivery, promiseMinutes, answerLimitMinutes, ...settings }: ChangeShopSettings,
): Promise<void> {
  await tables(executor)
    .updateTable('shop')
    .set({
      name: settings.name,
      phone: settings.phone,
      address: settings.address,
      pickup: settings.pickup,
      delivery_fee_fen: delivery?.feeFen ?? null,
      delivery_minimum_fen: delivery?.minimumFen ?? 0,
      promise_minutes: promiseMinutes,
      answer_limit_minutes: answerLimitMinutes,
    })
    .where('id', '=', shopId)
    .execute();
}

export async function updateOpen(executor: Executor, shopId: number, isOpen: boolean): Promise<void> {
  await tables(executor).updateTable('shop').set({ is_open: isOpen }).where('id', '=', shopId).execute();
}
