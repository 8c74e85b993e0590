import path from 'node:path';
import { redisCluster } from '@carillon/messaging/redis';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  cookieAttributes,
  createGuard,
  createLoginLimit,
  createVisitors,
  findStaff,
  registerPeopleRoutes,
} from './accounts/index.ts';
import { registerAddressRoutes } from './addresses/index.ts';
import { recordAction, recordDeed, registerAuditRoutes } from './audit-log/index.ts';
import { nameShops, registerCatalogRoutes, usualPromiseMinutes } from './catalog/index.ts';
import { servePictures } from './demo/serve-pictures.ts';
import { registerBuyerAccountRoutes } from './flows/buyer-account-routes.ts';
import { registerBuyerLoginRoutes } from './flows/buyer-login-routes.ts';
import { registerBuyerRoutes } from './flows/buyer-routes.ts';
import { checkPayment } from './flows/check-payment.ts';
import { registerConversationRoutes } from './flows/conversation-routes.ts';
import { createShopMessages } from './flows/message-shop.ts';
import { registerCredentialRoutes } from './flows/credential-routes.ts';
import { registerJsapiRoutes } from './flows/jsapi-routes.ts';
import { registerMoneyRoutes } from './flows/money-routes.ts';
import { NOTIFICATION_PATH, registerNotificationRoute } from './flows/notification-route.ts';
import { registerOrderMessageRoutes } from './flows/order-message-routes.ts';
import { registerPassRoutes } from './flows/pass-routes.ts';
import { registerPassCodeRoutes } from './flows/pass-code-routes.ts';
import { registerRefundRoutes } from './flows/refund-routes.ts';
import { createScanCounts } from './flows/scan-counts.ts';
import { registerStaffPassRoutes } from './flows/staff-pass-routes.ts';
import { registerMiniProgramPush } from './flows/mini-program-push.ts';
import { tellOfCompletion } from './flows/tell-of-completion.ts';
import { tellOfProgress } from './flows/tell-of-progress.ts';
import { startPaymentWork } from './flows/start-payment-work.ts';
import { startRingWork } from './flows/start-ring-work.ts';
import { registerTradeResultRoute } from './flows/trade-result-routes.ts';
import { registerNoticeRoutes } from './notices/index.ts';
import { registerOrderRoutes, registerStaffOrderRoutes, tellOfMessage } from './orders/index.ts';
import { createResultMemory, pruneShowings, registerPassKindRoutes } from './passes/index.ts';
import { createForgeries } from './payments/index.ts';
import type { Config } from './platform/config.ts';
import type { Context } from './platform/context.ts';
import type { NoteDeed } from './platform/deed.ts';
import { registerHealth } from './platform/health.ts';
import { createHttp } from './platform/http.ts';
import { watchActions } from './platform/http/watch-actions.ts';
import { createSqlJournal } from './platform/journal/sql-journal.ts';
import { addressOf } from './platform/listening-address.ts';
import { registerMetrics } from './platform/metrics.ts';
import type { Metrics } from './platform/metrics.ts';
import { repeat } from './platform/repeat.ts';
import { openSessions } from './platform/sessions/open-sessions.ts';
import type { SessionContext } from './platform/sessions/session-context.ts';
import { leadToBridge } from './platform/http/lead-to-bridge.ts';
import { servePages } from './platform/static-pages.ts';
import type { WeChat } from './platform/wechat.ts';
import { endRing } from './rings/index.ts';
import { registerAsyncApi } from './realtime/async-api-routes.ts';
import { createRealtime } from './realtime/create-realtime.ts';
import type { Realtime } from './realtime/create-realtime.ts';
import { uploadDueShipping } from './shipping/index.ts';
import { registerPushRoute, sendDueMessages, showDueCards } from './wechat-messages/index.ts';

export interface AppOptions {
  readonly config: Pick<
    Config,
    'publicUrl' | 'trustedProxies' | 'maxRequestsPerMinute' | 'metricsToken' | 'passMaxPriceFen' | 'redis'
  >;
  readonly context: Context;
  readonly metrics: Metrics;
  /** Undefined when the server has no credentials: then nothing can be paid here. */
  readonly wechat: WeChat | undefined;
}

export interface App {
  /** Everything registered, not listening. */
  readonly http: FastifyInstance;
  readonly realtime: Realtime;
  /** Stops taking new work, tells those who are connected to come back, and waits for what is running. */
  close(): Promise<void>;
}

const apps = path.resolve(import.meta.dirname, '../..');
/** Sockets keep their login sessions alive; a session that ended elsewhere closes them within this time. */
const SESSION_CHECK_MS = 30_000;
/** What no event tells of who is online, such as the end of a node, is looked for so often. */
const PRESENCE_CHECK_MS = 5_000;
/** What nothing told of, for sockets without journal numbers and pages that poll, is looked for so often. */
const WIRES_CHECK_MS = 3_000;
/** How often showings of passes are forgotten that nothing comes of any more. */
const PRUNE_SHOWINGS_MS = 60 * 60_000;
/** How often messages are looked for that WeChat is to send. */
const DUE_MESSAGES_MS = 2_000;
/** How often payments of the mini program are looked for whose shipping WeChat is to be told. */
const DUE_SHIPPING_MS = 5_000;
/** How often the newest forged notifications are written down. */
const FORGERIES_MS = 1_000;

/** Puts the server together from its parts. Nothing listens here: `main.ts` and the tests do that. */
export async function createApp({ config, context: given, metrics, wechat }: AppOptions): Promise<App> {
  const program = wechat?.miniProgram;
  const ownUrl = () => config.publicUrl ?? addressOf(http.server);
  const context: Context = { ...given, mini: program && { appid: program.appid, publicUrl: ownUrl } };
  const { database, ids, logger } = context;
  const { publicUrl } = config;
  let draining = false;
  const cookies = cookieAttributes(publicUrl?.startsWith('https:') ?? false);
  const {
    sessions,
    ends,
    makeBackOff,
    redis,
    close: closeSessions,
  } = await openSessions(context, config.redis);
  const people: SessionContext = { ...context, sessions };
  const visitors = createVisitors(people, cookies);
  const noteDeed: NoteDeed = async ({ staffId, ...deed }) => {
    const staff = await findStaff(database.db, staffId).catch((err: unknown) => {
      logger.error({ err, staffId, action: deed.action }, 'an action was not written down');
    });
    if (staff)
      await recordDeed(context, { ...staff, shopIds: staff.roles.map(({ shopId }) => shopId) }, deed);
  };
  const http = await createHttp({
    ...config,
    sandboxUrl: wechat?.sandboxUrl,
    ids,
    logger,
    guard: createGuard(visitors),
  });
  registerMetrics(http, metrics, config.metricsToken);
  registerHealth(http, {
    database,
    isDraining: () => draining,
    clusterState: () => realtime.messaging.statistics().cluster?.state,
  });

  const { onJournalWakeUp: onWakeUp, onJournalRead: onRead } = metrics;
  const onListenError = (err: unknown): void => logger.warn({ err }, 'listening to the journal failed');
  const realtime = createRealtime({
    ...{ context: people, ends, noteDeed },
    journal: createSqlJournal(database, { onWakeUp, onRead, onListenError }),
    hasten: async (orderId) => checkPayment({ context, pay: wechat?.pay }, orderId),
    cluster: config.redis && redisCluster(config.redis),
    trustedProxies: config.trustedProxies,
    allowedOrigins: publicUrl === undefined ? 'same-origin' : [publicUrl],
  });
  realtime.messaging.attach(http.server);
  metrics.showStatistics('carillon_messaging', () => realtime.messaging.statistics(), {
    transports: 'transport',
    handlerErrors: 'code',
    refusals: 'code',
    disconnects: 'reason',
    drops: 'reason',
    linksLost: 'link',
  });
  if (config.redis) {
    const isDegraded = () => realtime.messaging.statistics().cluster?.state === 'degraded';
    metrics.showStatistics('carillon_cluster', () => ({ degraded: isDegraded() ? 1 : 0 }));
  }

  const limit = createLoginLimit(makeBackOff);
  // Unless told otherwise: where the browser is, for that is where its cookies are.
  const addressFor = (request: FastifyRequest) => publicUrl ?? `${request.protocol}://${request.host}`;
  registerPeopleRoutes(http, {
    ...{ context: people, visitors, cookies, limit, addressFor, noteDeed },
    apps: { open: wechat?.login, service: wechat?.serviceAccount },
    nameShops: async (shopIds) => nameShops(database.db, shopIds),
  });
  const buyerLogin = {
    ...{ context: people, visitors, cookies, addressFor },
    apps: { serviceAccount: wechat?.serviceAccount, miniLogin: wechat?.miniLogin },
  };
  registerBuyerLoginRoutes(http, buyerLogin);
  registerBuyerAccountRoutes(http, buyerLogin);
  registerCredentialRoutes(http, { wechat, publicUrl });
  registerAuditRoutes(http, context);
  watchActions(http, async (request, action) => {
    const staff = await visitors.findStaff(request);
    if (staff !== undefined) await recordAction(context, staff, action);
  });
  registerCatalogRoutes(http, { context, visitors });
  registerAddressRoutes(http, { context, visitors });
  registerOrderRoutes(http, { context, visitors });
  registerStaffOrderRoutes(http, {
    ...{ context, visitors, endRing },
    usualMinutes: usualPromiseMinutes,
    async tellBuyer(tx, order) {
      await tellOfProgress(tx, context, order);
      if (order.status !== 'completed') return;
      const parts = { context, appid: wechat?.serviceAccount?.appid, publicUrl: ownUrl };
      await tellOfCompletion(parts, tx, order);
    },
  });
  registerNoticeRoutes(http, { context });
  registerConversationRoutes(http, { context, visitors });
  const notifyUrl = () => (publicUrl ?? addressOf(http.server)) + NOTIFICATION_PATH;
  registerBuyerRoutes(http, { context, visitors, pay: wechat?.pay, notifyUrl });
  const maxPriceFen = config.passMaxPriceFen;
  registerPassKindRoutes(http, { context, maxPriceFen });
  registerPassRoutes(http, { context, visitors, maxPriceFen });
  registerStaffPassRoutes(http, { context, visitors, addressFor });
  const { orderProgress } = program?.templates ?? {};
  const templateIds = orderProgress === undefined ? [] : [orderProgress.id];
  registerJsapiRoutes(http, { ...buyerLogin, pay: wechat?.pay, notifyUrl, templateIds });
  registerOrderMessageRoutes(http, { context, visitors });
  const sending = {
    ...{ context, account: wechat?.serviceAccount },
    onChange: async (orderId: number) => tellOfMessage(context, orderId),
  };
  registerPushRoute(http, sending);
  const telling = { context, program, shipping: program?.shipping, onChange: sending.onChange };
  registerMiniProgramPush(http, telling);
  const counts = createScanCounts();
  const results = createResultMemory(redis, logger);
  registerPassCodeRoutes(http, { context, visitors, results, counts });
  metrics.showStatistics(
    'carillon_pass',
    () => ({ scans: counts.read(), watchers: realtime.passes.watchers() }),
    { scans: 'outcome', watchers: 'shop' },
  );
  registerRefundRoutes(http, { context, visitors, pay: wechat?.pay });
  registerMoneyRoutes(http, { context, visitors, pay: wechat?.pay });
  const dismissPollers = registerTradeResultRoute(http, { context, visitors, trades: realtime.trades });
  const forgeries = createForgeries(context);
  metrics.showStatistics('carillon_notifications_forged', () => forgeries.counts());
  registerNotificationRoute(http, { context, pay: wechat?.pay, forgeries });

  registerAsyncApi(http, { messaging: realtime.messaging, publicUrl });
  leadToBridge(http, wechat?.sandboxUrl);
  await servePages(http, {
    storefront: path.join(apps, 'storefront/dist'),
    console: path.join(apps, 'console/dist'),
  });
  servePictures(http);
  const stops = [repeat(SESSION_CHECK_MS, async () => realtime.sessions.check(), { logger })];
  stops.push(repeat(PRESENCE_CHECK_MS, async () => realtime.presence.check(), { logger }));
  stops.push(repeat(WIRES_CHECK_MS, () => realtime.checkWires(), { logger }));
  const prune = async (): Promise<void> => {
    const forgotten = await pruneShowings(context);
    logger.debug(forgotten, 'old showings forgotten');
  };
  stops.push(repeat(PRUNE_SHOWINGS_MS, prune, { logger }));
  stops.push(repeat(FORGERIES_MS, async () => forgeries.flush(), { logger }));
  stops.push(repeat(DUE_MESSAGES_MS, async () => sendDueMessages(sending), { logger }));
  stops.push(repeat(DUE_MESSAGES_MS, async () => showDueCards(telling), { logger }));
  stops.push(repeat(DUE_SHIPPING_MS, async () => uploadDueShipping(telling), { logger }));
  stops.push(await startPaymentWork(context, wechat?.pay));
  stops.push(
    startRingWork({
      context,
      ...createShopMessages({
        context,
        appid: wechat?.serviceAccount?.appid,
        publicUrl: () => publicUrl ?? addressOf(http.server),
      }),
      onHearing: (shopId, deafSince) => realtime.tellHearing(shopId, deafSince),
    }),
  );

  return {
    http,
    realtime,
    async close() {
      draining = true;
      for (const stop of stops) stop();
      dismissPollers();
      await realtime.messaging.close();
      await http.close();
      await forgeries.flush();
      await closeSessions();
    },
  };
}
