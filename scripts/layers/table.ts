/**
 * The rows of the house. A folder may import the folders below its row: never sideways, never up.
 * This table is all there is: the test reads it, and the picture in ARCHITECTURE.md is drawn from it.
 */
export interface Building {
  /** Folder that holds the rows, from the root of the repository. */
  folder: string;
  /** From the top down. Names are folders, or files without their ending. */
  rows: string[][];
  /** Names that may import any row and that no row may import: the doors, and the tests' own parts. */
  doors: string[];
}

export const buildings: Building[] = [
  {
    folder: 'packages/messaging/src',
    rows: [['server'], ['endpoint', 'relay', 'cluster'], ['session', 'broker', 'user', 'handling'], ['core']],
    doors: ['index', 'redis', 'internal', 'testing'],
  },
  {
    folder: 'apps/server/src',
    rows: [
      ['carillon'],
      ['main'],
      ['app'],
      ['realtime'],
      ['demo', 'operator'],
      ['flows'],
      [
        'accounts',
        'addresses',
        'audit-log',
        'buyers',
        'catalog',
        'orders',
        'passes',
        'payments',
        'bills',
        'conversations',
        'notices',
        'rings',
        'shipping',
        'wechat-messages',
        'migrations',
      ],
      ['platform'],
    ],
    doors: ['testing'],
  },
  {
    folder: 'apps/console/src',
    rows: [['main'], ['app'], ['pages'], ['features'], ['ui'], ['lib']],
    doors: ['testing'],
  },
  {
    folder: 'apps/storefront/src',
    rows: [['main'], ['app'], ['pages'], ['features'], ['ui'], ['lib']],
    doors: ['testing'],
  },
  {
    folder: 'apps/mini-program/src',
    rows: [['app', 'pages'], ['lib']],
    doors: ['testing'],
  },
];

/** Folders whose sub-folders may not import each other, and are entered only by their `index.ts` door. */
export const sealedFolders = [
  'apps/server/src/accounts',
  'apps/server/src/addresses',
  'apps/server/src/audit-log',
  'apps/server/src/bills',
  'apps/server/src/buyers',
  'apps/server/src/catalog',
  'apps/server/src/conversations',
  'apps/server/src/notices',
  'apps/server/src/orders',
  'apps/server/src/passes',
  'apps/server/src/payments',
  'apps/server/src/rings',
  'apps/server/src/shipping',
  'apps/server/src/wechat-messages',
];

/** Folders each of whose sub-folders is a world of its own: siblings never import each other. */
export const strangers = ['apps/console/src/features', 'apps/storefront/src/features'];

/** Which workspace may import which. Tests may import more: see `testArrows`. */
export const arrows: Record<string, string[]> = {
  'packages/stomp': [],
  'packages/messaging': ['stomp'],
  'packages/client': ['stomp'],
  'packages/wechat': [],
  'packages/contract': [],
  'packages/design': [],
  'packages/pass-code': ['contract'],
  'packages/buyer': ['contract', 'pass-code'],
  'packages/conformance': ['messaging'],
  'apps/server': ['messaging', 'wechat', 'contract', 'design', 'pass-code'],
  'apps/console': ['client', 'contract', 'design'],
  'apps/storefront': ['buyer', 'client', 'contract', 'design', 'pass-code'],
  'apps/mini-program': ['buyer', 'client', 'contract', 'design'],
  'apps/wechat-sandbox': ['design'],
  e2e: ['contract', 'messaging', 'scripts', 'server'],
  'examples/chat': ['messaging', 'design'],
  bench: ['stomp', 'messaging', 'contract', 'pass-code', 'scripts', 'server'],
  scripts: ['client', 'contract'],
};

/** What test files may import beyond their workspace's arrows. */
export const testArrows: Record<string, string[]> = {
  'packages/messaging': ['conformance', 'scripts'],
  'packages/client': ['messaging'],
  'apps/server': ['conformance', 'client', 'scripts', 'wechat-sandbox'],
  'apps/mini-program': ['scripts', 'server'],
  // Two readings of WeChat's documents that share no code: a test has them talk to each other.
  'apps/wechat-sandbox': ['wechat'],
};
