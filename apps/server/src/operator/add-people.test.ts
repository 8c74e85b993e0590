import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import { addShop, addStaff } from './add-people.ts';

describe.each(testDatabases())('what an operator adds, on %s', (_name, open) => {
  let database: Database;

  beforeAll(async () => {
    database = await open();
  });

  test('is a shop, and an owner who can log in to it', async () => {
    const shopId = await addShop(database, '新店');
    const password = await addStaff(database, { username: 'boss', name: '老板', shopId, role: 'owner' });
    const app = await makeApp(makeContext(database));
    const reply = await openBrowser(app.http).post('/api/staff/login', { username: 'boss', password });
    expect(reply.json()).toMatchObject({ staff: { name: '老板', shops: [{ id: shopId, role: 'owner' }] } });
    await app.close();
    await expect(addStaff(database, { username: 'x', name: 'X', shopId, role: 'king' })).rejects.toThrow(
      'a role is one of',
    );
    await expect(
      addStaff(database, { username: 'x', name: 'X', shopId: shopId + 1, role: 'clerk' }),
    ).rejects.toThrow(`there is no shop ${shopId + 1}`);
    await expect(
      addStaff(database, { username: 'boss', name: 'X', shopId, role: 'clerk' }),
    ).rejects.toThrow();
  });
});
