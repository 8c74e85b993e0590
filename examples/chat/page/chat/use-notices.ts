import { StompHeaders } from '@stomp/stompjs';
import type { Client, IMessage } from '@stomp/stompjs';
import { useStored } from '../use-stored.ts';

/** The destination's RECEIPT says where its journal stands: see docs/messaging/journals.md. */
const RECEIPT = 'notices';

/**
 * Announcements, from where this tab stood: the server keeps the last ones, and tells what came since. The returned
 * function subscribes, on every new line.
 */
export function useNotices(self: string, hear: (message: IMessage) => void): (client: Client) => void {
  /** The last number that was seen, and in which journal. */
  const place = useStored<{ after: string; epoch?: string }>(`place of ${self}`, { after: '0' });

  return function follow(client) {
    const headers = Object.assign(new StompHeaders(), place.value, { receipt: RECEIPT });
    const subscription = client.subscribe('/topic/notice', hearNext, headers);
    client.watchForReceipt(RECEIPT, ({ headers: { recovered, oldest, epoch } }) => {
      if (recovered !== 'false') return;
      // What we have seen is not where this journal goes on from: we take all that it has.
      place.value = { after: String(Number(oldest) - 1), epoch };
      subscription.unsubscribe();
      follow(client);
    });
  };

  function hearNext(message: IMessage): void {
    place.value = { ...place.value, after: message.headers.seq ?? '0' };
    hear(message);
  }
}
