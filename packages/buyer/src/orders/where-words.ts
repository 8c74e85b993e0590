import type { Order } from '@carillon/contract';
import type { Translate } from '../translate.ts';

/** Says where an order meets its guest: at the table, at the counter or at the door. */
export function whereWords(t: Translate, { fulfilment, tableName }: Order): string {
  return fulfilment === 'table' && tableName !== null ? tableName : t(`place.${fulfilment}`);
}
