import type { Api, MoneyMatter } from '@carillon/contract';
import { useReading } from '../../lib/use-reading.ts';

/** What WeChat said of a shop's money that our books cannot hold. Ends with its scope. */
export function useMatters({ shopId, api }: { shopId: number; api: Api }) {
  const list = useReading<readonly MoneyMatter[]>(async (signal) => {
    const { matters } = await api('listMatters', { params: { shopId }, signal });
    return matters;
  });
  return {
    state: list.state,
    start: list.start,
    again: list.again,
    /** Marks a matter as settled. Rejects with `ApiError`. */
    async settle({ id }: MoneyMatter, note: string): Promise<void> {
      await api('settleMatter', { params: { shopId, matterId: id }, body: { note } });
      await list.again();
    },
  };
}
