import { formatFen } from '@carillon/contract';
import type { Order } from '@carillon/contract';
import { chineseAmount, chineseDigits, chineseNumber } from '../../lib/chinese-numerals.ts';
import type { Locale } from '../../lib/i18n/index.ts';

type Spoken = Pick<Order, 'number' | 'tableName' | 'totalFen'>;

/** What is said after the chime: `新订单，八号桌，四十二元`. Several at once are counted, not read out. */
export function speechText(locale: Locale, orders: readonly Spoken[]): string {
  const [first, ...others] = orders;
  if (!first) return '';
  if (locale === 'en') {
    if (others.length > 0) return `${orders.length} new orders`;
    return `New order, ${first.tableName ?? `number ${Number(first.number)}`}, ${formatFen(first.totalFen)}`;
  }
  if (others.length > 0) {
    return `${orders.length === 2 ? '两' : chineseNumber(orders.length)}笔新订单`;
  }
  return `新订单，${spokenPlace(first)}，${chineseAmount(first.totalFen)}`;
}

function spokenPlace({ tableName, number }: Spoken): string {
  if (tableName === null) return `取餐号${chineseDigits(number)}`;
  const spoken = tableName
    .replace(/\s+/g, '')
    .replace(/\d+/g, (digits) => (digits.length > 3 ? chineseDigits(digits) : chineseNumber(Number(digits))));
  return /^\d+$/.test(tableName.trim()) ? `${spoken}号桌` : spoken;
}
