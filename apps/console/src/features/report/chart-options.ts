import { formatFen } from '@carillon/contract';
import type { EChartsOption } from './charts.ts';
import { axisText, CHARTED_PRODUCTS } from './sections.ts';
import type { Section } from './sections.ts';

/** The colours of a chart, as the page has them now. */
export interface Palette {
  readonly ink: string;
  readonly slate: string;
  readonly line: string;
  readonly card: string;
  readonly font: string;
  /** Of bars, and of the parts of a whole. */
  readonly series: readonly [string, ...string[]];
}

/** What the chart of a section draws: hours stand, products lie so that their names can be read, shares are a ring. */
export function chartOptions({ name, rows }: Section, palette: Palette): EChartsOption {
  const common: EChartsOption = {
    color: [...palette.series],
    textStyle: { fontFamily: palette.font, color: palette.ink },
    animationDuration: 300,
    tooltip: {
      backgroundColor: palette.card,
      borderColor: palette.line,
      textStyle: { color: palette.ink },
      valueFormatter: (value) => formatFen(Number(value)),
      confine: true,
    },
  };
  if (name === 'byFulfilment') return { ...common, series: [ring(rows, palette)] };
  const shown = name === 'byProduct' ? rows.slice(0, CHARTED_PRODUCTS).reverse() : rows;
  const labels = {
    type: 'category' as const,
    data: shown.map(({ label }) => label),
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: { color: palette.ink, fontSize: 13, width: 104, overflow: 'truncate' as const },
  };
  const amounts = {
    type: 'value' as const,
    splitNumber: 4,
    splitLine: { lineStyle: { color: palette.line } },
    axisLabel: { color: palette.slate, fontSize: 13, formatter: axisText, hideOverlap: true },
  };
  const isLying = name === 'byProduct';
  return {
    ...common,
    grid: {
      left: 4,
      right: 16,
      top: 12,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: isLying ? amounts : labels,
    yAxis: isLying ? labels : amounts,
    series: [
      {
        type: 'bar',
        barMaxWidth: 36,
        data: shown.map(({ salesFen }) => salesFen),
        itemStyle: { borderRadius: isLying ? [0, 4, 4, 0] : [4, 4, 0, 0] },
      },
    ],
  };
}

function ring(rows: Section['rows'], { card, ink }: Palette) {
  return {
    type: 'pie' as const,
    // Room for the words on both sides, in a column of a wide page and on a phone.
    radius: ['32%', '48%'],
    // What sold nothing has no part, and its words would only stand in the way; the table has it.
    data: rows
      .filter(({ salesFen }) => salesFen > 0)
      .map(({ label, salesFen }) => ({ name: label, value: salesFen })),
    itemStyle: { borderColor: card, borderWidth: 3 },
    // A phone has little room beside the ring.
    labelLine: { length: 12, length2: 8 },
    label: {
      color: ink,
      fontSize: 14,
      lineHeight: 18,
      overflow: 'none' as const,
      bleedMargin: 0,
      formatter: shareLabel,
    },
  };
}

function shareLabel({ name, percent }: { name: string; percent?: number }): string {
  return `${name}\n${Math.round(percent ?? 0)}%`;
}
