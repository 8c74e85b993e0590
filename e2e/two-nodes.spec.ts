import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startNginx, startRedis } from '@carillon/scripts/services';
import { demoLogin, startProgram } from '@carillon/scripts/system';
import type { Program } from '@carillon/scripts/system';
import { startPostgres } from '@carillon/server/testing/postgres';
import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';

/** Two nodes behind one address. */
interface TwoNodes {
  readonly url: string;
  readonly nodes: readonly [Program, Program];
  stop(): Promise<void>;
}

/** Which node answers is said by a cookie of the test's; without it, nginx takes them by turns. */
const NODE_COOKIE = 'node';
type NodeName = 'first' | 'second';

let system: TwoNodes;

// Two nodes, two databases and a proxy are begun before the first test.
test.describe.configure({ timeout: 180_000 });

test.beforeAll(async () => {
  system = await startTwoNodes();
});

test.afterAll(async () => {
  await system.stop();
});

async function startTwoNodes(): Promise<TwoNodes> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'carillon-two-nodes-'));
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const startNode = async (name: NodeName) =>
    startProgram({
      name,
      main: 'apps/server/src/main.ts',
      env: {
        CARILLON_DATA: path.join(dataDir, name),
        PORT: '0',
        DATABASE_URL: postgres.url('postgres'),
        REDIS_URL: redis.url,
        TRUST_PROXY: '1',
      },
      logFile: path.join(dataDir, `${name}.log`),
    });
  // The first makes the database; the second finds it made.
  const nodes = [await startNode('first'), await startNode('second')] as const;
  const nginx = await startNginx(configure(nodes.map(({ url }) => new URL(url).host)));
  return {
    nodes,
    url: `http://127.0.0.1:${nginx.port}`,
    async stop() {
      await nginx.stop();
      await Promise.all(nodes.map(async (node) => node.stop()));
      await Promise.all([postgres.stop(), redis.remove()]);
      await rm(dataDir, { recursive: true });
    },
  };
}

function configure([first = '', second = '']: readonly string[]) {
  return {
    http: `
map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
map $cookie_${NODE_COOKIE} $node { first first; second second; default both; }
upstream first { server ${first}; }
upstream second { server ${second}; }
upstream both { server ${first}; server ${second}; }`,
    server: `
location / {
  proxy_pass http://$node;
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $connection_upgrade;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto $scheme;
}`,
  };
}

/** Has everything that the browser asks for from now on answered by one node. */
async function moveTo(context: BrowserContext, node: NodeName): Promise<void> {
  await context.addCookies([{ name: NODE_COOKIE, value: node, url: system.url }]);
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('用户名').fill(demoLogin.username);
  await page.getByLabel('密码').fill(demoLogin.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** How many sockets a node has. */
async function socketsOf({ url }: Program): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^carillon_messaging_sessions (\d+)$/m.exec(text)?.[1]);
}

test('a login on one node is good on the other, and its end on either closes its sockets on both within a second', async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const one = await context.newPage();
  await moveTo(context, 'first');
  const address = `${system.url}/console/shops/1/floor`;
  await one.goto(address);
  await expect(one).toHaveURL(/\/console\/login\?return=/);
  await logIn(one);
  await expect(one).toHaveURL(address);
  await expect.poll(async () => socketsOf(system.nodes[0])).toBe(1);

  await moveTo(context, 'second');
  const other = await context.newPage();
  await other.goto(address);
  await expect(other).toHaveURL(address);
  await expect.poll(async () => socketsOf(system.nodes[1])).toBe(1);
  expect(await socketsOf(system.nodes[0])).toBe(1);

  await one.evaluate(async () => fetch('/api/staff/logout', { method: 'POST' }));
  await Promise.all(
    system.nodes.map(async (node) =>
      expect.poll(async () => socketsOf(node), { timeout: 1_000, intervals: [50] }).toBe(0),
    ),
  );
  for (const page of [one, other]) await expect(page).toHaveURL(/\/console\/login/);
  await context.close();
});

test('an owner ends a device that is on the other node, and it is led to the login', async ({ browser }) => {
  const [desk, tablet] = [
    await browser.newContext({ locale: 'zh-CN' }),
    await browser.newContext({ locale: 'zh-CN' }),
  ];
  await moveTo(desk, 'first');
  await moveTo(tablet, 'second');
  const pages = [await desk.newPage(), await tablet.newPage()] as const;
  for (const page of pages) {
    await page.goto(`${system.url}/console/`);
    await logIn(page);
    await expect(page).toHaveURL(/\/console\/shops\/1\/board$/);
  }
  await expect.poll(async () => socketsOf(system.nodes[1])).toBe(1);
  const [owner, ended] = pages;
  const status = await owner.evaluate(async () => {
    const reply = await fetch('/api/staff/sessions');
    const { sessions } = (await reply.json()) as { sessions: { id: string; isThis: boolean }[] };
    const id = sessions.find((session) => !session.isThis)?.id ?? '';
    return (await fetch(`/api/staff/sessions/${id}/end`, { method: 'POST' })).status;
  });
  expect(status).toBe(204);
  await expect.poll(async () => socketsOf(system.nodes[1]), { timeout: 1_000, intervals: [50] }).toBe(0);
  await expect(ended).toHaveURL(/\/console\/login/);
  await Promise.all([desk.close(), tablet.close()]);
});

test('requests that nginx gives to the nodes by turns are one session', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${system.url}/console/shops/1/board`);
  await logIn(page);
  await expect(page).toHaveURL(`${system.url}/console/shops/1/board`);
  const statuses = await page.evaluate(async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, async () => fetch('/api/staff/me')));
    return replies.map(({ status }) => status);
  });
  expect(new Set(statuses)).toEqual(new Set([200]));
  await context.close();
});
