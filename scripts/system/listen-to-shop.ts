import { createClient } from '@carillon/client';
import { shopOrdersDestination } from '@carillon/contract';
import type { OrderEvent } from '@carillon/contract';
import { openNodeSocket } from './node-socket.ts';

/** How long connecting and subscribing may take. */
const ONLINE_LIMIT_MS = 15_000;

export interface ShopListener {
  shopId: number;
  /** The `Cookie` header of a logged-in staff member. */
  cookie: string;
}

/**
 * Connects as the staff's console does and hands over every order event from now on.
 * @returns once subscribed
 */
export function listenToShop(
  serverUrl: string,
  { shopId, cookie }: ShopListener,
  onEvent: (event: OrderEvent) => void,
): Promise<{ close(): void }> {
  const client = createClient({
    url: `${serverUrl.replace(/^http/, 'ws')}/ws/staff`,
    openSocket: openNodeSocket({ cookie }),
  });
  return new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => fail(new Error(`could not subscribe within ${ONLINE_LIMIT_MS} ms`)),
      ONLINE_LIMIT_MS,
    );
    function fail(error: Error): void {
      clearTimeout(limit);
      client.close();
      reject(error);
    }
    client.subscribe(shopOrdersDestination(shopId), {
      onMessage: (message) => onEvent(message.json() as OrderEvent),
      onRecovery() {
        clearTimeout(limit);
        resolve(client);
      },
      onRefused: fail,
    });
    client.connect();
  });
}
