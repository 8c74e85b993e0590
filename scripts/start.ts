/**
 * `npm start`: the whole shop on this machine, with the embedded database, the WeChat sandbox and a demo shop.
 *
 * PORT (default 3000) and SANDBOX_PORT (default 3100) take 0 for "any free one"; CARILLON_DATA is the folder of
 * everything that is kept (default ./data); DATABASE_URL uses PostgreSQL instead of the embedded database.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createApi } from '@carillon/contract';
import { demoLogin, withCookies } from './system/callers.ts';
import { buildPages } from './pages/build-pages.ts';
import { onceOrphaned } from './system/once-orphaned.ts';
import { root } from './system/program.ts';
import { startSystem } from './system/system.ts';
import type { System } from './system/system.ts';

/** A variable that is set to nothing counts as unset. */
const setting = (name: string, otherwise: string) => process.env[name]?.trim() || otherwise;
const dataDir = path.resolve(setting('CARILLON_DATA', path.join(root, 'data')));
const ports = { server: setting('PORT', '3000'), sandbox: setting('SANDBOX_PORT', '3100') };
const say = (line: string) => console.log(line);

const startedAt = performance.now();
let system: System | undefined;
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// Started by hand it may well outlive its shell, as under nohup.
if (process.env.npm_lifecycle_event === 'start') onceOrphaned(() => void stop(0));

try {
  await buildPages(say);
  say('启动微信沙箱与服务器 starting the WeChat sandbox and the server …');
  if (!process.env.DATABASE_URL && !existsSync(path.join(dataDir, 'database'))) {
    say('首次启动，正在创建数据库，约 10 秒 creating the database, about 10 s the first time …');
  }
  system = await startSystem({
    dataDir,
    port: Number(ports.server),
    sandboxPort: Number(ports.sandbox),
    databaseUrl: process.env.DATABASE_URL,
    timeScale: Number(setting('SANDBOX_TIME_SCALE', '1')),
  });
  await printAddresses(system);
  await stopWithEither(system);
} catch (error) {
  console.error(`\n没有启动成功 could not start:\n${error instanceof Error ? error.message : String(error)}`);
  console.error(`日志 logs: ${path.join(dataDir, 'logs')}`);
  process.exit(1);
}

async function printAddresses(system: System): Promise<void> {
  const table = await readDemoTable(system.server.url);
  say(`
  Carillon 编钟 ready（${((performance.now() - startedAt) / 1000).toFixed(1)} s）

  点餐 storefront     ${system.server.url}${table ? `/t/${table.code}   （${table.name}）` : '/'}
  接单 console        ${system.server.url}/console/   （${demoLogin.username} / ${demoLogin.password}）
  微信 sandbox phone  ${system.sandbox.url}/
  接口 API            ${system.server.url}/api/docs

  数据 data  ${dataDir}
  日志 logs  ${path.join(dataDir, 'logs')}
  命令行走一单 try one order from another terminal: ${ringCommand(system)}
  停止 stop: Ctrl+C
`);
}

/** What rings this shop, and no other that may run on the usual ports. */
function ringCommand({ server, sandbox }: System): string {
  const isUsual = ports.server === '3000' && ports.sandbox === '3100';
  return isUsual ? 'npm run ring' : `SERVER_URL=${server.url} SANDBOX_URL=${sandbox.url} npm run ring`;
}

/** The first table's QR address; none when the demo's people or tables have been changed. */
async function readDemoTable(serverUrl: string) {
  const staff = createApi(serverUrl, withCookies());
  try {
    const { staff: self } = await staff('logIn', { body: demoLogin });
    const [shop] = self.shops;
    if (!shop) return undefined;
    const { tables } = await staff('listTables', { params: { shopId: shop.id } });
    await staff('logOut');
    return tables[0];
  } catch {
    return undefined;
  }
}

/** One is of no use without the other. */
async function stopWithEither({ server, sandbox }: System): Promise<void> {
  const why = await Promise.race([server.ended, sandbox.ended]);
  if (!isStopping) console.error(`\n${why}`);
  await stop(1);
}

/** What has been started so far ends with this process, at the latest. */
async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  say('\n正在停止 stopping …');
  await system?.stop();
  process.exit(exitCode);
}
