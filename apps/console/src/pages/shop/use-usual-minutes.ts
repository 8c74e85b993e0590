import type { Api } from '@carillon/contract';
import { readonly, ref } from 'vue';
import type { Ref } from 'vue';

/**
 * In how many minutes a shop promises orders unless staff say otherwise. Not known, it is not said: the server promises
 * so all the same.
 */
export function useUsualMinutes(api: Api, shopId: number): Readonly<Ref<number | undefined>> {
  const minutes = ref<number>();
  async function read(): Promise<void> {
    const { shops } = await api('listShops');
    minutes.value = shops.find(({ id }) => id === shopId)?.promiseMinutes;
  }
  read().catch(() => undefined);
  return readonly(minutes);
}
