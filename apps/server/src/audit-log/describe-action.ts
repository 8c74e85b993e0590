import type { AuditEntry, RouteName } from '@carillon/contract';
import type { Action } from '../platform/http/watch-actions.ts';

/**
 * What is no action that anybody would look for later; what only begins one, which is told when it is done; and visits,
 * which are a list of their own with who took each.
 */
const LEFT_OUT: ReadonlySet<RouteName> = new Set(['markConversationReadAsStaff', 'bindWeChat', 'scanPass']);

/**
 * The fields of requests that are written down, wherever they stand. A list of what may be kept, not of what must
 * not: a field that nobody thought of is left out, be it a password or a card.
 */
const RECORDED_FIELDS: ReadonlySet<string> = new Set([
  ...['reason', 'note', 'name', 'role', 'username', 'amountFen', 'promiseMinutes', 'isOpen', 'pickup'],
  ...['phone', 'address', 'answerLimitMinutes', 'feeFen', 'minimumFen', 'priceFen', 'stock', 'onShelf'],
  ...['sortOrder', 'categoryId', 'description', 'available'],
  ...['kindId', 'terms', 'visits', 'validDays', 'refundable', 'maxPerBuyer', 'onSale'],
]);
const MAX_TEXT_LENGTH = 200;

type Detail = Record<string, AuditEntry['detail'][string]>;

/** Says what an operation did, in the words of the log; undefined for one that is not written down. */
export function describeAction({
  operation,
  params,
  body,
}: Action): Pick<AuditEntry, 'action' | 'subject' | 'detail'> | undefined {
  if (LEFT_OUT.has(operation)) return undefined;
  const detail: Detail = {};
  const subjects = entriesOf(params).filter(([name]) => name !== 'shopId');
  const [first, ...others] = subjects;
  for (const [name, value] of others) if (isScalar(value)) detail[name] = value;
  for (const [name, value] of entriesOf(body)) {
    keep(detail, name, value);
    for (const [inner, innerValue] of entriesOf(value)) keep(detail, inner, innerValue);
  }
  const subject = first && { kind: first[0].replace(/Id$/, ''), id: String(first[1]) };
  return { action: operation, subject: subject ?? null, detail };
}

/** The shop that a request was about, where its address or its answer names one. */
export function shopOf({ params, answer }: Action): number | undefined {
  const inAnswer = entriesOf(answer).flatMap(([, value]) => entriesOf(value));
  const found = [...entriesOf(params), ...inAnswer].find(([name]) => name === 'shopId');
  return typeof found?.[1] === 'number' ? found[1] : undefined;
}

function keep(detail: Detail, name: string, value: unknown): void {
  if (!RECORDED_FIELDS.has(name) || !isScalar(value)) return;
  detail[name] = typeof value === 'string' ? value.slice(0, MAX_TEXT_LENGTH) : value;
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
