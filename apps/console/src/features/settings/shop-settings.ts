import type { Api, ChangeShopSettings, ShopSettings } from '@carillon/contract';
import { computed, inject } from 'vue';
import type { InjectionKey } from 'vue';
import { useReading } from '../../lib/use-reading.ts';

export const shopSettingsKey: InjectionKey<OpenShopSettings> = Symbol('shop settings');

/** The settings of a shop, read once for its header and its page, and what is changed of them. Ends with its scope. */
export function openShopSettings(api: Api, shopId: number) {
  const params = { shopId };
  const reading = useReading<ShopSettings>(
    async (signal) => (await api('readShopSettings', { params, signal })).settings,
  );
  void reading.start();

  return {
    state: reading.state,
    /** Undefined while that is not known. */
    isOpen: computed(() =>
      reading.state.value.name === 'ready' ? reading.state.value.value.isOpen : undefined,
    ),
    again: reading.again,
    async setOpen(isOpen: boolean): Promise<void> {
      reading.put((await api('setShopOpen', { params, body: { isOpen } })).settings);
    },
    async change(body: ChangeShopSettings): Promise<void> {
      reading.put((await api('changeShopSettings', { params, body })).settings);
    },
  };
}

export type OpenShopSettings = ReturnType<typeof openShopSettings>;

/** Gives the settings of the shop this component is in. */
export function useShopSettings(): OpenShopSettings {
  const settings = inject(shopSettingsKey);
  if (!settings) throw new Error('useShopSettings() outside of a shop: provide shopSettingsKey first');
  return settings;
}
