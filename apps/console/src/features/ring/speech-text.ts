import { formatFen } from '@carillon/contract';
import type { Order } from '@carillon/contract';
import { chineseAmount, chineseDigits, chineseNumber } from '../../lib/chinese-numerals.ts';
import type { Locale } from '../../lib/i18n/index.ts';

type Spoken = Pick<Order, 'number' | 'fulfilment' | 'tableName' | 'totalFen'>;

/**
 * What is said after the chime: `新订单，八号桌，四十二元`, and of what is fetched or brought
 * `您有新的外卖订单，请及时处理`. Several at once are counted, not read out.
 */
export function speechText(locale: Locale, orders: readonly Spoken[]): string {
  const [first, ...others] = orders;
  if (!first) return '';
  const isTakeaway = orders.every(({ fulfilment }) => fulfilment !== 'table');
  if (locale === 'en') {
    if (others.length > 0) return `${orders.length} new ${isTakeaway ? 'takeaway orders' : 'orders'}`;
    if (isTakeaway) return 'New takeaway order';
    return `New order, ${placeInEnglish(first)}, ${formatFen(first.totalFen)}`;
  }
  const count = others.length > 0 ? counted(orders.length) : '';
  if (isTakeaway) return `您有${count}新的外卖订单，请及时处理`;
  return count === '' ? `新订单，${spokenPlace(first)}，${chineseAmount(first.totalFen)}` : `${count}新订单`;
}

/** What is said when buyers ask where their orders stay: `零一七号订单客户催单`. */
export function reminderSpeech(locale: Locale, orders: readonly Spoken[]): string {
  const [first, ...others] = orders;
  if (!first) return '';
  if (locale === 'en') {
    return others.length > 0
      ? `${orders.length} customers ask for their orders`
      : `Order ${Number(first.number)}: the customer asks for it`;
  }
  return others.length > 0
    ? `${counted(orders.length)}订单客户催单`
    : `${chineseDigits(first.number)}号订单客户催单`;
}

function counted(count: number): string {
  return `${count === 2 ? '两' : chineseNumber(count)}笔`;
}

function placeInEnglish({ tableName, number }: Spoken): string {
  return tableName ?? `number ${Number(number)}`;
}

function spokenPlace({ tableName, number }: Spoken): string {
  if (tableName === null) return `取餐号${chineseDigits(number)}`;
  const spoken = tableName
    .replace(/\s+/g, '')
    .replace(/\d+/g, (digits) => (digits.length > 3 ? chineseDigits(digits) : chineseNumber(Number(digits))));
  return /^\d+$/.test(tableName.trim()) ? `${spoken}号桌` : spoken;
}
