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
    failed: 'The menu could not be read',
    closed: 'Closed',
    options: 'Choose',
  },
  order: {
    missingText:
      'Only the WeChat account that ordered sees the order. Change back to it, or tell staff your number.',
    failed: 'The order could not be read',
    pay: 'Pay {total} by WeChat',
    remindFailed: 'The shop was not reminded',
    cancelFailed: 'The order was not cancelled',
    seePass: 'See the pass',
  },
  orders: {
    emptyText: 'What you order with this WeChat account shows here.',
    failed: 'Your orders could not be read',
  },
  passes: {
    failed: 'Your passes could not be read',
    missingText: 'Only the WeChat account that holds the pass sees it. Change back to it.',
    shopLink: 'Passes of this shop',
  },
  line: { offline: 'The line is down. It comes back by itself, and then this page is up to date.' },
};
