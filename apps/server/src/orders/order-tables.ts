import type {
  CancelReason,
  Contact,
  Fulfilment,
  LineChoice,
  OrderRefund,
  OrderRing,
  OrderStatus,
} from '@carillon/contract';
import type { Generated, JSONColumnType } from 'kysely';

/** The tables of this domain as its stores see them. */
export interface OrderTables {
  shop_order: {
    id: Generated<number>;
    shop_id: number;
    buyer_id: string;
    shop_day: string;
    number: number;
    table_name: string | null;
    status: OrderStatus;
    total_fen: number;
    remark: string;
    placed_at: Date;
    expires_at: Date;
    expiry_retry_at: Date | null;
    paid_at: Date | null;
    fulfilment: Fulfilment;
    contact: JSONColumnType<Contact> | null;
    delivery_fee_fen: Generated<number>;
    promised_at: Date | null;
    reminded_at: Date | null;
    cancel_reason: CancelReason | null;
    cancel_note: Generated<string>;
    refunds: JSONColumnType<OrderRefund[], string | undefined>;
    ring: JSONColumnType<OrderRing> | null;
    pass_id: number | null;
  };
  order_line: {
    order_id: number;
    position: number;
    product_id: number | null;
    name: string;
    quantity: number;
    unit_price_fen: number;
    choices: JSONColumnType<LineChoice[], string | undefined>;
    /** Whether it took of the stock, and gave it back since. */
    stock: Generated<'unlimited' | 'taken' | 'given_back'>;
  };
  order_timeline: { order_id: number; status: OrderStatus; at: Date; by_name: string };
  order_count: { shop_id: number; shop_day: string; newest_number: number };
}
