import { formatFen } from '@carillon/contract';
import type { DayReport } from '@carillon/contract';
import type { Translate } from '../../lib/i18n/index.ts';

/** One way to divide a day's sales: what its chart draws, and its table says. */
export interface Section {
  readonly name: 'byHour' | 'byProduct' | 'byFulfilment';
  /** Columns before the last, which is sales. */
  readonly heads: readonly [string, string];
  readonly rows: readonly SectionRow[];
  /** What a reader of the table has to know. */
  readonly note: string | undefined;
}

interface SectionRow {
  readonly label: string;
  /** How many orders, or portions. */
  readonly count: number;
  readonly salesFen: number;
}

/** The most products in their chart; more would be bars that nobody can tell apart. */
export const CHARTED_PRODUCTS = 10;

/** The whole clock of a day between its first and its last sale: quiet hours between are part of the picture. */
function hoursShown({ byHour }: Pick<DayReport, 'byHour'>): DayReport['byHour'] {
  const first = byHour.findIndex(({ orders }) => orders > 0);
  return first < 0 ? [] : byHour.slice(first, byHour.findLastIndex(({ orders }) => orders > 0) + 1);
}

export function sectionsOf(t: Translate, report: DayReport): Section[] {
  const { byProduct, byFulfilment } = report;
  return [
    {
      name: 'byHour',
      heads: [t('money.report.hour'), t('money.report.orders')],
      rows: hoursShown(report).map(({ hour, orders, salesFen }) => ({
        label: hourText(hour),
        count: orders,
        salesFen,
      })),
      note: undefined,
    },
    {
      name: 'byProduct',
      heads: [t('money.report.product'), t('money.report.quantity')],
      rows: byProduct.map(({ name, quantity, salesFen }) => ({ label: name, count: quantity, salesFen })),
      note:
        byProduct.length > CHARTED_PRODUCTS ? t('money.report.topOf', { n: CHARTED_PRODUCTS }) : undefined,
    },
    {
      name: 'byFulfilment',
      heads: [t('money.report.fulfilment'), t('money.report.orders')],
      rows: byFulfilment.map(({ fulfilment, orders, salesFen }) => ({
        label: t(`money.report.fulfilments.${fulfilment}`),
        count: orders,
        salesFen,
      })),
      note: undefined,
    },
  ];
}

/** A share of a whole, `37%`. */
export function shareText(partFen: number, wholeFen: number): string {
  return wholeFen === 0 ? '—' : `${Math.round((partFen / wholeFen) * 100)}%`;
}

/** An amount beside an axis, where there is little room: whole yuan. */
export function axisText(amountFen: number): string {
  return formatFen(amountFen).replace(/\.00$/, '');
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
