import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** A machine that does much else at once is slow, and nothing is wrong with what is tested on it. */
const PATIENCE = {
  testTimeout: 30_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 10_000 } },
};

export default defineConfig({
  test: {
    // More than there are processors: most of what takes long waits for daemons, disks and sockets.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'server',
          include: ['apps/server/src/**/*.test.ts'],
          globalSetup: 'apps/server/src/testing/prepare-databases.ts',
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'code',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/{mini-program,wechat-sandbox}/src/**/*.test.ts',
            'apps/mini-program/*.test.ts',
            'examples/*/server/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ['scripts/layers/**'],
          ...PATIENCE,
        },
      },
      {
        test: { name: 'layers', include: ['scripts/layers/**/*.test.ts'] },
      },
      {
        plugins: [vue()],
        test: {
          name: 'pages',
          environment: 'happy-dom',
          include: [
            'apps/{console,storefront}/src/**/*.test.ts',
            'apps/wechat-sandbox/phone/**/*.test.ts',
            'examples/*/page/**/*.test.ts',
          ],
          ...PATIENCE,
        },
      },
    ],
  },
});
