import { defineConfig } from '@playwright/test';
import type { DatabaseOption } from './fixtures.ts';

/** What needs no shop: the engine alone, and its example. */
const MESSAGING = ['sockjs-*.spec.ts', 'example-*.spec.ts'];
/** What starts nodes, databases and proxies of its own. */
const NODES = ['two-nodes.spec.ts'];
/** What is also played as on the internet: by TLS through nginx, on PostgreSQL and Redis. */
const BEHIND_NGINX = ['passes.spec.ts'];
/** What is about pages, whose data other tests keep in both databases. */
const LOOKS = [
  'accessibility.spec.ts',
  'announcements.spec.ts',
  'catalogue.spec.ts',
  'conversation.spec.ts',
  'staff-login.spec.ts',
];

export default defineConfig<DatabaseOption>({
  testDir: '.',
  testMatch: '*.spec.ts',
  // Each has a system and a browser of its own; while one waits for a page, the other works.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list']],
  outputDir: '../test-results',
  use: {
    locale: 'zh-CN',
    // Whatever moves without end has a processor draw it all the time.
    contextOptions: { reducedMotion: 'reduce' },
    // Not of every test, for the sake of the one that fails: run that again with `--trace on`.
    trace: 'off',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'messaging', testMatch: MESSAGING },
    { name: 'nodes', testMatch: NODES },
    { name: 'pglite', testIgnore: [...MESSAGING, ...NODES], use: { database: 'pglite' } },
    {
      name: 'postgres',
      testIgnore: [...MESSAGING, ...NODES, ...LOOKS, ...BEHIND_NGINX],
      use: { database: 'postgres' },
    },
    {
      name: 'nginx',
      testMatch: BEHIND_NGINX,
      // The certificate is of an authority that no browser knows.
      use: { database: 'postgres', behindNginx: true, ignoreHTTPSErrors: true },
    },
  ],
});
