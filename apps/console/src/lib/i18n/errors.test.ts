import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorsZh } from './errors-zh.ts';

const documents = path.resolve(import.meta.dirname, '../../../../../docs/errors');

/** Codes that a document lists as answers of the HTTP API: rows of code and status. */
function documentedCodes(domain: string): string[] {
  const text = readFileSync(path.join(documents, `${domain}.md`), 'utf8');
  return [...text.matchAll(/^\| `(\w+)` +\| [45]\d\d +\|/gm)].map(([, code]) => code ?? '');
}

/** What only buyers' pages can be answered, and WeChat. */
const NOT_FOR_STAFF =
  /^(?:buyer_unknown|buyer_session_ended|pass_(?:price_changed|limit_reached|claim|shown_too_often)|idempotency_key_missing|too_many_of_product|price_changed|order_costs_nothing|product_|sold_out|shop_closed|contact_missing|table_code_missing|pickup_not_offered|delivery_not_offered|below_delivery_minimum|order_expired|order_reminded_lately|trade_not_found|payment_refused|notification_)/;

test.each([
  'platform',
  'accounts',
  'orders',
  'payments',
  'bills',
  'passes',
  'catalog',
  'conversations',
  'notices',
])('every error of %s that staff can meet has words', (domain) => {
  const codes = documentedCodes(domain).filter((code) => !NOT_FOR_STAFF.test(code));
  expect(codes).not.toEqual([]);
  expect(codes.filter((code) => !Object.hasOwn(errorsZh, code))).toEqual([]);
});
