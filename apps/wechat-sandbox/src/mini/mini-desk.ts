import type { FaultBench } from '../faults/fault-bench.ts';
import type { Identity } from '../keys/identity.ts';
import type { MessageBook } from '../messages/message-book.ts';
import type { RefundBook } from '../pay/refund-book.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { AcceptBook } from './accept-book.ts';
import type { CardBook } from './card-book.ts';
import type { ShippingBook } from './shipping-book.ts';

/** What the operations of the mini program stand on. */
export interface MiniDesk {
  identity: Pick<Identity, 'miniAppid' | 'miniTemplates' | 'mchid'>;
  people: readonly SandboxPerson[];
  ids: Ids;
  clock: Clock;
  faults: FaultBench;
  trades: TradeBook;
  refunds: RefundBook;
  messages: MessageBook;
  accepts: AcceptBook;
  cards: CardBook;
  shippings: ShippingBook;
}
