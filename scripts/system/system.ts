import path from 'node:path';
import { enterPushAddress } from './enter-push-address.ts';
import { startProgram } from './program.ts';
import type { Program } from './program.ts';

export { orderSomething } from './buy.ts';
export { demoLogin, withCookies } from './callers.ts';
export { listenToShop } from './listen-to-shop.ts';
export { payOnPhone } from './phone.ts';
export { startProgram } from './program.ts';
export type { Program } from './program.ts';

export interface SystemOptions {
  /** Folder of everything that is kept: database, keys, logs. */
  dataDir: string;
  /** Ports; 0 takes a free one. */
  port?: number;
  sandboxPort?: number;
  /** PostgreSQL to use instead of the embedded database. */
  databaseUrl?: string | undefined;
  /** How many times faster than WeChat the sandbox repeats notifications. */
  timeScale?: number;
  /** More settings for the server, as environment variables. */
  serverEnv?: Record<string, string>;
  /** The same for the sandbox. */
  sandboxEnv?: Record<string, string>;
  onLine?: (program: 'sandbox' | 'server', line: string) => void;
}

/** The whole of Carillon on this machine: the sandbox and one server node, as processes of their own. */
export interface System {
  readonly sandbox: Program;
  readonly server: Program;
  /** Starts the server again, on the port that it had. */
  restartServer(): Promise<Program>;
  stop(): Promise<void>;
}

/** Starts the sandbox, then a server that trusts it. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { dataDir, onLine } = options;
  const logFile = (name: string) => path.join(dataDir, 'logs', `${name}.log`);
  const sandbox = await startProgram({
    name: 'sandbox',
    main: 'apps/wechat-sandbox/src/main.ts',
    env: {
      CARILLON_DATA: dataDir,
      SANDBOX_PORT: String(options.sandboxPort ?? 0),
      SANDBOX_TIME_SCALE: String(options.timeScale ?? 1),
      ...options.sandboxEnv,
    },
    logFile: logFile('sandbox'),
    onLine: (line) => onLine?.('sandbox', line),
  });
  const startServer = (port: number) =>
    startProgram({
      name: 'server',
      main: 'apps/server/src/main.ts',
      env: {
        CARILLON_DATA: dataDir,
        PORT: String(port),
        DATABASE_URL: options.databaseUrl,
        ...options.serverEnv,
      },
      logFile: logFile('server'),
      onLine: (line) => onLine?.('server', line),
    });
  let server = await startServer(options.port ?? 0).catch(async (error: unknown) => {
    await sandbox.stop();
    throw error;
  });
  await enterPushAddress(sandbox.url, server.url);
  return {
    sandbox,
    get server() {
      return server;
    },
    async restartServer() {
      await server.stop();
      server = await startServer(Number(new URL(server.url).port));
      return server;
    },
    async stop() {
      await server.stop();
      await sandbox.stop();
    },
  };
}
