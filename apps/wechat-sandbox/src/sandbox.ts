import { join } from 'node:path';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { controlRoutes } from './control/control-routes.ts';
import { createLiveEvents } from './control/live-events.ts';
import { writeHandOver } from './hand-over.ts';
import type { Identity } from './keys/identity.ts';
import { createLoginBook } from './login/login-book.ts';
import { loginRoutes } from './login/login-routes.ts';
import { createOauthCodes } from './login/oauth-codes.ts';
import { createFaultBench } from './notifications/fault-bench.ts';
import { createNotifier } from './notifications/notifier.ts';
import { payRoutes } from './pay/pay-routes.ts';
import { openTradeBook } from './pay/trade-book.ts';
import { peopleOf } from './people/people.ts';
import { phonePage } from './phone/phone-page.ts';
import { systemClock } from './platform/clock.ts';
import type { Clock } from './platform/clock.ts';
import { randomIds } from './platform/ids.ts';
import type { Ids } from './platform/ids.ts';
import { openLedger } from './platform/ledger.ts';
import { createWireLog } from './wire/wire-log.ts';

export interface SandboxDeps {
  identity: Identity;
  /** Holds `sandbox/` (what is remembered) and `wechat/` (what is handed over). */
  dataFolder: string;
  /** 1 keeps WeChat Pay's own retry schedule; 60 runs it sixty times faster. */
  timeScale?: number;
  /** Hosts registered for website login, beside this machine's own. */
  callbackDomains?: readonly string[];
  /** The built phone page. */
  distFolder?: string;
  clock?: Clock;
  ids?: Ids;
  fetch?: typeof fetch;
  random?: () => number;
  logger?: FastifyBaseLogger;
}

export interface Sandbox {
  /** The HTTP application: all three WeChat hosts, the control API and the phone page. */
  app: FastifyInstance;
  /** Takes up the notifications that an earlier run left waiting. */
  resume(): void;
  /** Listens, writes the hand-over folder and resumes. Port 0 takes a free one. */
  listen(options: { host: string; port: number }): Promise<{ url: string }>;
  /** Answers what is under way, stops notifying, and keeps what must be remembered. */
  close(): Promise<void>;
}

/** Builds a WeChat of our own. Nothing listens and nothing is sent before `listen`. */
export function createSandbox(deps: SandboxDeps): Sandbox {
  const { identity, dataFolder, clock = systemClock, ids = randomIds } = deps;
  const people = peopleOf(identity);
  const wire = createWireLog(clock);
  const ledger = openLedger(join(dataFolder, 'sandbox', 'ledger.jsonl'));
  const trades = openTradeBook(ledger, clock);
  const faults = createFaultBench();
  const notifier = createNotifier({
    identity,
    ledger,
    trades,
    faults,
    wire,
    clock,
    ids,
    fetch: deps.fetch ?? fetch,
    timeScale: deps.timeScale ?? 1,
    random: deps.random ?? Math.random,
  });
  const logins = createLoginBook(clock, ids);
  const codes = createOauthCodes(clock, ids);
  const stop = new AbortController();

  const app = Fastify({
    ...(deps.logger && { loggerInstance: deps.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  app.register(
    (scope, _options, done) => {
      payRoutes(scope, { desk: { identity, trades, clock, ids }, wire });
      done();
    },
    { prefix: '/v3' },
  );
  app.register((scope, _options, done) => {
    loginRoutes(scope, {
      identity,
      callbackDomains: deps.callbackDomains ?? [],
      logins,
      tokens: { identity, codes, people, ids },
      clock,
      wire,
      stopping: stop.signal,
    });
    done();
  });
  app.register(
    (scope, _options, done) => {
      const liveEvents = createLiveEvents({ wire, clock, onCodesChange, stopping: stop.signal });
      controlRoutes(scope, {
        trades,
        login: { logins, codes },
        notifier,
        people,
        faults,
        wire,
        clock,
        ids,
        liveEvents,
      });
      done();
    },
    { prefix: '/sandbox/api' },
  );
  phonePage(app, deps.distFolder ?? '');

  function onCodesChange(listener: () => void): () => void {
    const stops = [trades.onChange(listener), logins.onChange(listener)];
    return () => stops.forEach((end) => end());
  }

  let closing: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    stop.abort(new Error('the sandbox stopped'));
    notifier.close();
    await app.close();
    ledger.close();
  }

  return {
    app,
    resume: () => notifier.start(),
    async listen({ host, port }) {
      const address = await app.listen({ host, port });
      const url = reachable(address);
      writeHandOver({ folder: join(dataFolder, 'wechat'), identity, people, url });
      notifier.start();
      return { url };
    },
    close: () => (closing ??= shutDown()),
  };
}

/** "Every interface" is no address to go to; this machine's own is. */
function reachable(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
