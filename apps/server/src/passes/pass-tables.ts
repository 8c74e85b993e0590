import type { PassEntry, PassResult } from '@carillon/contract';
import type { Generated } from 'kysely';

/** What a pass was sold or given as; copied from its kind, which may change tomorrow. */
interface Terms {
  shop_id: number;
  kind_id: number;
  name: string;
  terms: string;
  visits: number;
  price_fen: number;
  refundable: boolean;
}

/** The tables of this domain as its stores see them. */
export interface PassTables {
  pass_kind: Omit<Terms, 'kind_id'> & {
    id: Generated<number>;
    valid_days: number | null;
    max_per_buyer: number | null;
    on_sale: boolean;
    version: Generated<number>;
  };
  pass_purchase: Terms & { order_id: number; valid_days: number | null };
  pass: Terms & {
    id: Generated<number>;
    buyer_id: string | null;
    order_id: number | null;
    left_visits: number;
    issued_at: Date;
    expires_at: Date | null;
    frozen_at: Date | null;
    frozen_reason: string | null;
    refunded_at: Date | null;
    claim_hash: string | null;
    claimable_until: Date | null;
    note: Generated<string>;
    issued_by: string | null;
  };
  pass_entry: {
    id: Generated<number>;
    pass_id: number;
    what: PassEntry['what'];
    debit: PassAccount | null;
    credit: PassAccount | null;
    visits: number;
    left_after: number;
    visit_id: number | null;
    at: Date;
    by_name: string;
    note: string;
  };
  pass_showing: {
    id: Generated<number>;
    pass_id: number;
    buyer_id: string;
    shop_id: number;
    key_id: number;
    started_at: Date;
    ends_at: Date;
  };
  pass_visit: {
    id: Generated<number>;
    showing_id: number;
    pass_id: number;
    shop_id: number;
    at: Date;
    by_id: number;
    by_name: string;
    left_after: number;
    undone_at: Date | null;
    undone_by: string | null;
    undone_reason: string | null;
  };
  pass_scan: {
    showing_id: number;
    outcome: PassResult['outcome'];
    at: Date;
    left_visits: number;
    visit_id: number | null;
  };
  pass_key: { id: number; secret: Buffer | null; created_at: Date; retired_at: Date | null };
}

/** Where visits are: not sold, left to the holder, taken, or paid back. */
export type PassAccount = 'shop' | 'held' | 'used' | 'returned';
