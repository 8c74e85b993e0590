import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { simpleBroker } from '../broker/simple-broker.ts';
import { Cluster } from '../cluster/cluster.ts';
import { withJournals } from '../broker/journaled-broker.ts';
import type { JournalMapping } from '../broker/journal-lookup.ts';
import type { Separator } from '../core/ant-pattern.ts';
import type { Authorize } from '../core/authorize.ts';
import type { BrokerFactory } from '../core/broker.ts';
import type { ClusterBusFactory } from '../core/cluster-bus.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { EngineEvents } from '../core/events.ts';
import type { MessagingEvents } from '../core/events.ts';
import { systemClock } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import { createCounters } from '../core/counters.ts';
import type { Interceptor } from '../core/interceptor.ts';
import { withDefaults } from '../core/limits.ts';
import type { Limits } from '../core/limits.ts';
import { consoleLogger } from '../core/logger.ts';
import type { Logger } from '../core/logger.ts';
import { createMessageIds } from '../core/message.ts';
import type { MessagingTemplate } from '../core/template.ts';
import { TimerWheel } from '../core/timer-wheel.ts';
import { Connections } from '../endpoint/connections.ts';
import { EndpointTable } from '../endpoint/endpoint-table.ts';
import { Endpoint } from '../endpoint/endpoint.ts';
import type { EndpointOptions, EndpointParts } from '../endpoint/endpoint.ts';
import { createTextEndpoint } from '../endpoint/text/text-endpoint.ts';
import type { TextEndpointOptions } from '../endpoint/text/text-endpoint.ts';
import { TurnWriter } from '../endpoint/turn-writer.ts';
import { routeRequests, serveRequest } from '../endpoint/request-router.ts';
import { routeUpgrades } from '../endpoint/upgrade-router.ts';
import { followOnlineUsers } from '../user/online-users.ts';
import { UserDestinationResolver } from '../user/user-destination-resolver.ts';
import { mergeRegistries } from '../user/merged-registry.ts';
import { UserDirectory } from '../user/user-directory.ts';
import { withUserDestinations } from '../user/with-user-destinations.ts';
import { serveApplication } from './application-destinations.ts';
import type { ApplicationDestinations, ApplicationOptions } from './application-destinations.ts';
import { createDrain } from './drain.ts';
import type { CloseOptions } from './drain.ts';
import { readStatistics } from './statistics.ts';
import type { Statistics } from './statistics.ts';
import { createTemplate } from './template.ts';
import { createUsers } from './users.ts';
import type { Users } from './users.ts';
import { driveWheel } from './wheel-driver.ts';

export interface MessagingOptions extends ApplicationOptions {
  /** Default: a simple broker for `/topic` and `/queue`. */
  broker?: BrokerFactory;
  /** Destinations whose messages come from a journal instead of the broker; the first pattern that fits counts. */
  journals?: readonly JournalMapping[];
  /** The link to the other nodes, e.g. `redisCluster(…)` of `@carillon/messaging/redis`. Default: there are none. */
  cluster?: ClusterBusFactory;
  /** What stands between the segments of destinations, for patterns and handlers. Default: `/`. */
  separator?: Separator;
  /** What user destinations begin with. Default: `/user`. */
  userPrefix?: string;
  presence?: {
    /** How long a user may be without a session and still count as online, e.g. to load a page anew. Default: 2 s. */
    offlineGraceMs?: number;
  };
  /** Default: everybody who is connected may SEND and SUBSCRIBE. */
  authorize?: Authorize;
  /** Around each frame of a client: may look at it, change it, drop it or refuse it. In this order. */
  inbound?: readonly Interceptor[];
  /** Around each frame to a client: may look at it, change it or drop it. In this order. */
  outbound?: readonly Interceptor[];
  limits?: Partial<Limits>;
  clock?: Clock;
  /** Makes session ids. Default: random UUIDs. */
  ids?: () => string;
  /** pino's shape. Default: warnings and errors on standard error. */
  logger?: Logger;
}

/** A messaging engine: STOMP clients, and those of text endpoints, on one side, the application on the other. */
export interface Messaging extends ApplicationDestinations {
  /**
   * Opens a path for STOMP clients. A `{name}` in it stands for one segment; paths without such win over patterns.
   * Throws TypeError for a path that is open already.
   */
  endpoint(path: string, options?: EndpointOptions): void;
  /**
   * Opens a path for clients that speak plain text messages instead of STOMP: for a protocol of your own, or one
   * that is there already. Throws TypeError for a path that is open already, RangeError for a limit that is none.
   */
  textEndpoint<Path extends string>(path: Path, options: TextEndpointOptions<Path>): void;
  /**
   * Serves the endpoints on a node:http or node:https server, before any listener of its own; requests and
   * upgrades of other paths are left alone.
   */
  attach(server: Server): void;
  /**
   * Answers one HTTP request if it is for SockJS, for servers that `attach` does not fit. False, and
   * nothing done, for all others.
   */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  readonly template: MessagingTemplate;
  readonly users: Users;
  /** Sessions and subscriptions that come and go; brokers and nodes that do. */
  readonly events: EventEmitter<MessagingEvents>;
  statistics(): Statistics;
  /**
   * Goes down gracefully: takes nobody in any more, closes every socket with 1012 so that clients come
   * back elsewhere, and ends what is still open after `drainMs`. The HTTP server stays the caller's.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** Makes a messaging engine. It does nothing until `endpoint` and `attach` are called. */
export function createMessaging(options: MessagingOptions = {}): Messaging {
  const limits = withDefaults(options.limits);
  const logger = options.logger ?? consoleLogger;
  const clock = options.clock ?? systemClock;
  const timers = new TimerWheel(clock.now(), {
    onError: (error) => logger.error({ err: error }, 'a timer failed'),
  });
  const events = new EngineEvents(logger);
  const { separator = '/' } = options;
  const engine: EngineParts = { limits, timers, logger, events, separator, counters: createCounters() };
  const cluster = options.cluster && new Cluster(options.cluster(engine), engine);
  const innerBroker = (options.broker ?? simpleBroker())(engine);
  const carried = cluster ? cluster.carry(innerBroker) : innerBroker;
  const directory = new UserDirectory(engine);
  const registry = cluster ? mergeRegistries(directory, cluster.others) : directory;
  // Each node finds its own sessions of a user; what was made for a session is foreign wherever that is.
  const findable = {
    sessionIdsOf: directory.sessionIdsOf.bind(directory),
    session: registry.session.bind(registry),
  };
  const resolver = new UserDestinationResolver(findable, { prefix: options.userPrefix });
  const journaled = withJournals(carried, options.journals ?? [], engine);
  const ownUsers = withUserDestinations(journaled, resolver, engine.counters);
  const userBroker = cluster ? cluster.carryUsers(ownUsers, resolver) : ownUsers;
  const nextMessageId = createMessageIds(randomUUID().slice(0, 8));
  const template = createTemplate({
    ...engine,
    broker: userBroker,
    resolver,
    registry,
    nextMessageId,
  });
  const { broker, application } = serveApplication(userBroker, { engine, template, nextMessageId }, options);
  const parts: EndpointParts = {
    ...engine,
    broker,
    authorize: options.authorize ?? (() => true),
    inbound: options.inbound ?? [],
    outbound: options.outbound ?? [],
    directory,
    connections: new Connections(),
    writer: new TurnWriter((error) => logger.error({ err: error }, 'a socket could not be written')),
    nextMessageId,
    nextSessionId: options.ids ?? randomUUID,
  };
  const endpoints = new EndpointTable();
  const stopWheel = driveWheel(timers, clock);
  const stopFollowing = followOnlineUsers(registry, engine, options.presence?.offlineGraceMs ?? 2_000);
  cluster?.start(directory);

  return {
    ...application,
    endpoint(path, endpointOptions = {}) {
      endpoints.add(path, new Endpoint(path, endpointOptions, parts));
    },
    textEndpoint(path, textOptions) {
      endpoints.add(path, createTextEndpoint(path, textOptions, parts));
    },
    attach(server) {
      routeUpgrades(server, endpoints);
      routeRequests(server, endpoints);
    },
    handleRequest: (request, response) => serveRequest(request, response, endpoints),
    template,
    users: createUsers({ directory, registry, cluster, separator }),
    events: events.emitter,
    statistics: () => readStatistics({ ...parts, registry, cluster: cluster?.status }),
    close: createDrain(parts, () => {
      stopFollowing();
      stopWheel();
    }),
  };
}
