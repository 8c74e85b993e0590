import type { OwnWords } from './zh.ts';

/** What only the mini program says, in English. */
export const en: OwnWords = {
  start: {
    title: 'Choose a shop',
    lead: 'In a shop, scan the code on your table; or choose a shop, to pick up at its counter or have it delivered.',
    scan: 'Scan the code on your table',
    notATable: 'This is not the code of a table',
    language: '中文',
  },
  menu: {
    passes: 'Passes',
    closed: 'Closed',
  },
  order: {
    missingText:
      'Only the WeChat account that ordered sees the order. Change back to it, or tell staff your number.',
    pay: 'Pay {total} by WeChat',
    seePass: 'See the pass',
  },
  orders: {
    emptyText: 'What you order with this WeChat account shows here.',
  },
  passes: {
    missingText: 'Only the WeChat account that holds the pass sees it. Change back to it.',
  },
  buy: { failed: 'Not bought, and nothing was charged' },
  line: { offline: 'The line is down. It comes back by itself, and then this page is up to date.' },
};
