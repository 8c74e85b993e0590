import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listShops, readMenu } from '../catalog/index.ts';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { demoMenu } from './demo-menu.ts';
import { linkPeople } from './link-people.ts';
import { seedDemo } from './seed-demo.ts';

test('every dish of the demo has its picture', () => {
  const missing = demoMenu
    .flatMap(({ dishes }) => dishes)
    .map(({ slug }) => path.join(import.meta.dirname, 'pictures', `${slug}.svg`))
    .filter((file) => !existsSync(file));
  expect(missing).toEqual([]);
});

describe.each(testDatabases())('the demo shop on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'carillon-demo-'));

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function count(table: string): Promise<number | undefined> {
    const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(
      database.db,
    );
    return rows[0]?.count;
  }

  test('opens with 22 dishes in five categories, two passes, eight tables and two staff', async () => {
    expect(await seedDemo(context)).toBe(true);
    const [shop] = await listShops(database.db);
    expect(shop?.name).toBe('巷口小馆');
    expect(shop).toMatchObject({ pickup: true, delivery: { feeFen: 500, minimumFen: 3_000 } });
    const { categories } = await readMenu(database.db, shop?.id ?? 0);
    expect(categories.map(({ name, products }) => [name, products.length])).toEqual([
      ['招牌', 5],
      ['小炒', 5],
      ['主食', 5],
      ['凉菜', 4],
      ['饮品', 3],
    ]);
    const limited = categories.flatMap(({ products }) => products).filter(({ stock }) => stock !== null);
    expect(limited.map(({ name, stock }) => [name, stock])).toEqual([
      ['酸菜鱼', 12],
      ['口水鸡', 8],
    ]);
    const chosen = categories
      .flatMap(({ products }) => products)
      .filter((dish) => dish.optionGroups.length > 0);
    expect(chosen.map(({ name, optionGroups }) => [name, optionGroups.map((group) => group.name)])).toEqual([
      ['担担面', ['份量', '辣度', '加料']],
      ['酸梅汤', ['温度']],
    ]);
    expect([await count('pass_kind'), await count('shop_table'), await count('staff')]).toEqual([2, 8, 2]);
  });

  test('opens once, however many nodes start at once', async () => {
    const opened = await Promise.all([seedDemo(context), seedDemo(context), seedDemo(context)]);
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await seedDemo(context)).toBe(false);
    expect(await count('shop')).toBe(1);
  });

  test('lets its staff log in with the sandbox phone, and nobody else', async () => {
    await seedDemo(context);
    const people = ['laochen', 'xiaozhou', 'aming'].map((id) => ({
      id,
      unionid: `u-${id}`,
      openids: { 'wx-pay': `p-${id}`, 'wx-open': `o-${id}` },
    }));
    writeFileSync(path.join(folder, 'sandbox-people.json'), JSON.stringify(people));
    await linkPeople(context, folder);
    await linkPeople(context, folder);
    const { rows } = await sql<{ username: string; openid: string }>`
      select username, openid from staff_openid join staff on staff.id = staff_id
      where appid = 'wx-open' order by openid`.execute(database.db);
    expect(rows).toEqual([
      { username: 'demo', openid: 'o-laochen' },
      { username: 'chef', openid: 'o-xiaozhou' },
    ]);
  });

  test('does without a sandbox', async () => {
    await linkPeople(context, path.join(folder, 'nowhere'));
    expect(await count('staff_openid')).toBe(0);
  });
});
