import { join } from 'node:path';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createBillOffice } from './bills/trade-bill.ts';
import { controlRoutes } from './control/control-routes.ts';
import { createLiveEvents } from './control/live-events.ts';
import { writeHandOver } from './hand-over.ts';
import { bridgeRoutes } from './jsapi/bridge-routes.ts';
import type { Identity } from './keys/identity.ts';
import { createSigner } from './keys/signer.ts';
import { createLoginBook } from './login/login-book.ts';
import { loginRoutes } from './login/login-routes.ts';
import { createOauthCodes } from './login/oauth-codes.ts';
import { createFaultBench } from './faults/fault-bench.ts';
import { createAccessTokens } from './messages/access-tokens.ts';
import { createAcceptBook } from './mini/accept-book.ts';
import { createCardBook } from './mini/card-book.ts';
import { createMiniProgram } from './mini/mini-program.ts';
import { miniRoutes } from './mini/mini-routes.ts';
import { openShippingBook } from './mini/shipping-book.ts';
import { createMessageBook } from './messages/message-book.ts';
import { createMessagePush } from './messages/message-push.ts';
import { messageRoutes } from './messages/message-routes.ts';
import { createNotifier } from './notifications/notifier.ts';
import { createAuthCodes } from './pay/auth-codes.ts';
import { payRoutes } from './pay/pay-routes.ts';
import { openRefundBook } from './pay/refund-book.ts';
import { createRefundSettler } from './pay/settle-refunds.ts';
import { openTradeBook } from './pay/trade-book.ts';
import { peopleOf } from './people/people.ts';
import { phonePage } from './phone/phone-page.ts';
import { systemClock } from './platform/clock.ts';
import type { Clock } from './platform/clock.ts';
import { openClockDesk } from './platform/clock-desk.ts';
import { randomIds } from './platform/ids.ts';
import type { Ids } from './platform/ids.ts';
import { openLedger } from './platform/ledger.ts';
import { logRequests } from './wire/request-log.ts';
import { createWireLog } from './wire/wire-log.ts';

export interface SandboxDeps {
  identity: Identity;
  /** Holds `sandbox/` (what is remembered) and `wechat/` (what is handed over). */
  dataFolder: string;
  /** 1 waits as long as WeChat Pay does (retries, refunds); 60 makes a minute a second. */
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
  /** Takes up the notifications and refunds that an earlier run left waiting. */
  resume(): void;
  /** Listens, writes the hand-over folder and resumes. Port 0 takes a free one. */
  listen(options: { host: string; port: number }): Promise<{ url: string }>;
  /** Answers what is under way, stops notifying, and keeps what must be remembered. */
  close(): Promise<void>;
}

/** Builds a WeChat of our own. Nothing listens and nothing is sent before `listen`. */
export function createSandbox(deps: SandboxDeps): Sandbox {
  const { identity, dataFolder, clock: machineClock = systemClock, ids = randomIds } = deps;
  const random = deps.random ?? Math.random;
  const people = peopleOf(identity);
  const ledger = openLedger(join(dataFolder, 'sandbox', 'ledger.jsonl'));
  const clockDesk = openClockDesk({
    ledger,
    machineClock,
    timeScale: deps.timeScale ?? 1,
    settled: () => notifier.idle(),
  });
  const { clock, timeScale } = clockDesk;
  const wire = createWireLog(clock);
  const trades = openTradeBook(ledger, clock);
  const refunds = openRefundBook(ledger);
  const faults = createFaultBench();
  const signer = createSigner({ identity, ledger });
  const books = {
    identity,
    people,
    ids,
    clock,
    machineClock,
    trades,
    refunds,
    faults,
    signer,
    wire,
    timeScale,
  };
  const notifier = createNotifier({ ...books, ledger, fetch: deps.fetch ?? fetch, random });
  const settler = createRefundSettler({ refunds, notifier, clock });
  const authCodes = createAuthCodes(clock, ids);
  const desk = { ...books, notifier, settler, authCodes, bills: createBillOffice(books) };
  const logins = createLoginBook(clock, ids);
  const codes = createOauthCodes(clock, ids);
  const stop = new AbortController();
  const messages = createMessageBook(clock);
  const pushDesk = { ...books, fetch: deps.fetch ?? fetch, stopping: stop.signal };
  const push = createMessagePush(pushDesk, identity.payAppid);
  const miniPush = createMessagePush(pushDesk, identity.miniAppid);
  const miniTokens = createAccessTokens(clock, ids);
  const miniBooks = {
    accepts: createAcceptBook(),
    cards: createCardBook(),
    shippings: openShippingBook(ledger),
  };
  const program = createMiniProgram({
    ...{ miniAppid: identity.miniAppid, trades, clock, push: miniPush },
    shippings: miniBooks.shippings,
  });
  const mini = { ...books, ...miniBooks, messages, program };

  const app = Fastify({
    ...(deps.logger && { loggerInstance: deps.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  app.register(
    (scope, _options, done) => {
      payRoutes(scope, desk);
      done();
    },
    { prefix: '/v3' },
  );
  app.register((scope, _options, done) => {
    loginRoutes(scope, {
      identity,
      callbackDomains: deps.callbackDomains ?? [],
      logins,
      tokens: { identity, codes, people, ids, faults },
      clock: machineClock,
      wire,
      stopping: stop.signal,
    });
    done();
  });
  app.register((scope, _options, done) => {
    logRequests(scope, wire);
    const accessTokens = createAccessTokens(clock, ids);
    messageRoutes(scope, { ...books, accessTokens, miniTokens, messages, push });
    miniRoutes(scope, { ...mini, accessTokens: miniTokens });
    done();
  });
  app.register(
    (scope, _options, done) => {
      const liveEvents = createLiveEvents({
        wire,
        clock: machineClock,
        onCodesChange,
        stopping: stop.signal,
      });
      const pushes = { messages, push, miniPush };
      controlRoutes(scope, { ...desk, ...mini, ...pushes, login: { logins, codes }, clockDesk, liveEvents });
      done();
    },
    { prefix: '/sandbox/api' },
  );
  bridgeRoutes(app);
  phonePage(app, deps.distFolder ?? '');

  function onCodesChange(listener: () => void): () => void {
    const { cards, shippings } = miniBooks;
    const books = [trades, refunds, logins, messages, cards, shippings, clockDesk];
    const stops = books.map((book) => book.onChange(listener));
    return () => stops.forEach((end) => end());
  }

  function resume(): void {
    notifier.start();
    settler.start();
  }

  let closing: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    stop.abort(new Error('the sandbox stopped'));
    settler.close();
    program.close();
    notifier.close();
    await app.close();
    ledger.close();
  }

  return {
    app,
    resume,
    async listen({ host, port }) {
      const address = await app.listen({ host, port });
      const url = reachable(address);
      writeHandOver({ folder: join(dataFolder, 'wechat'), identity, people, url });
      resume();
      return { url };
    },
    close: () => (closing ??= shutDown()),
  };
}

/** "Every interface" is no address to go to; this machine's own is. */
function reachable(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
