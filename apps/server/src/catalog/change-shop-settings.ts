import type { ChangeShopSettings, ShopSettings } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Executor, Tx } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { findSettings, updateOpen, updateSettings } from './shop-settings-store.ts';
import { tellMenuChanged } from './tell-of-menu.ts';

type Parts = Pick<Context, 'database' | 'clock'>;

/** @throws shop_not_found */
export async function readShopSettings(executor: Executor, shopId: number): Promise<ShopSettings> {
  const settings = await findSettings(executor, shopId);
  if (settings === undefined) throw catalogErrors.shop_not_found();
  return settings;
}

/** Changes a shop's settings, all at once, and tells who reads its menu, for it shows what they say. */
export async function changeShopSettings(
  parts: Parts,
  shopId: number,
  settings: ChangeShopSettings,
): Promise<ShopSettings> {
  return change(parts, shopId, async (tx) => updateSettings(tx, shopId, settings));
}

/** Opens a shop for orders or closes it, and tells who reads its menu. Orders that are there go on. */
export async function setShopOpen(parts: Parts, shopId: number, isOpen: boolean): Promise<ShopSettings> {
  return change(parts, shopId, async (tx) => updateOpen(tx, shopId, isOpen));
}

async function change(
  { database, clock }: Parts,
  shopId: number,
  update: (tx: Tx) => Promise<void>,
): Promise<ShopSettings> {
  return database.transaction(async (tx) => {
    await update(tx);
    const settings = await readShopSettings(tx, shopId);
    await tellMenuChanged(tx, { shopId, at: clock.now() });
    return settings;
  });
}
