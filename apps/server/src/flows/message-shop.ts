import type { Order } from '@carillon/contract';
import { listReceivers } from '../accounts/index.ts';
import { nameShops } from '../catalog/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { chinaTime } from '../platform/china-day.ts';
import { askMessage } from '../wechat-messages/index.ts';
import type { RingParts } from './ring-on.ts';
import type { HearingParts } from './watch-hearing.ts';

export interface ShopMessageParts {
  readonly context: Pick<Context, 'clock'>;
  /** Of the service account that messages are sent by; undefined where there is none. */
  readonly appid: string | undefined;
  /** Under which staff reach the console. */
  readonly publicUrl: () => string;
}

/** Messages of the service account to a shop's own people: that an order waits, and that none would be heard. */
export function createShopMessages({
  context: { clock },
  appid,
  publicUrl,
}: ShopMessageParts): Pick<RingParts, 'messageManagers'> & Pick<HearingParts, 'messageOwners'> {
  async function nameOf(tx: Tx, shopId: number): Promise<string> {
    return (await nameShops(tx, [shopId])).get(shopId) ?? '';
  }
  return {
    async messageManagers(tx, order) {
      if (appid === undefined) return [];
      const { id: orderId, shopId } = order;
      const receivers = await listReceivers(tx, { shopId, roles: ['owner', 'manager'], appid });
      const data = waitingData(order, await nameOf(tx, shopId));
      const url = `${publicUrl()}/console/shops/${shopId}/board?order=${orderId}`;
      for (const { openid, name: toName } of receivers) {
        await askMessage(tx, {
          ...{ shopId, orderId, openid, toName, data, url },
          ...{ kind: 'order_waiting', at: clock.now() },
        });
      }
      return receivers.map(({ name }) => name);
    },
    async messageOwners(tx, { shopId, deafSince }) {
      if (appid === undefined) return;
      const data = deafData(await nameOf(tx, shopId), deafSince);
      const url = `${publicUrl()}/console/shops/${shopId}/board`;
      for (const { openid, name: toName } of await listReceivers(tx, { shopId, roles: ['owner'], appid })) {
        await askMessage(tx, {
          ...{ shopId, orderId: null, openid, toName, data, url },
          ...{ kind: 'shop_deaf', at: clock.now() },
        });
      }
    },
  };
}

/** The keys of the template of an order that waits. */
function waitingData({ number, totalFen, paidAt, ring }: Order, shopName: string): Record<string, string> {
  return {
    first: '有一笔新订单一直没有人接。',
    keyword1: shopName,
    keyword2: number,
    keyword3: `￥${(totalFen / 100).toFixed(2)}`,
    keyword4: paidAt === null ? '' : chinaTime(new Date(paidAt)),
    remark:
      ring === undefined
        ? '请尽快接单。'
        : `${chinaTime(new Date(ring.answerBy))} 前没有人接单，会自动取消并退款。`,
  };
}

/** The keys of the template of a shop that cannot be rung. */
function deafData(shopName: string, deafSince: Date): Record<string, string> {
  return {
    first: '店里没有一台设备能响铃，来单不会有人听到。',
    keyword1: shopName,
    keyword2: chinaTime(deafSince),
    remark: '请在一台设备上打开接单台，点「开始接单」；不营业就在设置里打烊。',
  };
}
