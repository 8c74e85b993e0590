import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startWorld } from '../testing/world.ts';

test('the phone page is served at the root', async () => {
  const distFolder = await mkdtemp(join(tmpdir(), 'carillon-dist-'));
  onTestFinished(() => rm(distFolder, { recursive: true }));
  await writeFile(join(distFolder, 'index.html'), '<title>phone</title>');
  const world = await startWorld({ distFolder });
  const page = await world.sandbox.app.inject('/?scan=0123456789abcdef');
  expect([page.statusCode, page.payload]).toEqual([200, '<title>phone</title>']);
});

test('a page that is not built says how to build it, and the rest works', async () => {
  const world = await startWorld({ distFolder: '/nowhere' });
  const page = await world.sandbox.app.inject('/');
  expect(page.statusCode).toBe(503);
  expect(page.payload).toContain('npm run build');
  expect((await world.merchant.order()).statusCode).toBe(200);
});
