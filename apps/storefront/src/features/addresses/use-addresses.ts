import type { Address, Contact } from '@carillon/contract';
import { computed, shallowRef } from 'vue';
import type { ComputedRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { useLoader } from '../../lib/use-loader.ts';

export interface AddressBook {
  /** The last used first; undefined until they are known. */
  addresses: ComputedRef<readonly Address[] | undefined>;
  /** Why they are not known. */
  error: ComputedRef<unknown>;
  /** The one that was chosen, else the last used. */
  chosen: ComputedRef<Address | undefined>;
  reload: () => Promise<void>;
  choose: (addressId: number) => void;
  /** Keeps a new address, or changes one, and chooses it. Rejects with what the server says. */
  save: (contact: Contact, addressId: number | undefined) => Promise<void>;
  /** Rejects with what the server says. */
  remove: (addressId: number) => Promise<void>;
}

/** The buyer's address book, and which of its addresses this order goes to. */
export function useAddresses(): AddressBook {
  const api = useApi();
  const chosenId = shallowRef<number>();
  const { state, value, reload } = useLoader(
    async (signal) => (await api('listAddresses', { signal })).addresses,
  );

  return {
    addresses: value,
    error: computed(() => (state.value.name === 'failed' ? state.value.error : undefined)),
    chosen: computed(() => value.value?.find(({ id }) => id === chosenId.value) ?? value.value?.[0]),
    reload,
    choose: (addressId) => (chosenId.value = addressId),
    async save(contact, addressId) {
      const { address } =
        addressId === undefined
          ? await api('saveAddress', { body: contact })
          : await api('changeAddress', { params: { addressId }, body: contact });
      chosenId.value = address.id;
      await reload();
    },
    async remove(addressId) {
      await api('removeAddress', { params: { addressId } });
      await reload();
    },
  };
}
