/** STOMP messaging for Node: sessions, brokers and journals over WebSocket and SockJS. */
export type { Frame, HeaderMap } from '@carillon/stomp';
export { simpleBroker } from './broker/simple-broker.ts';
export type { SimpleBrokerOptions } from './broker/simple-broker.ts';
export type { JournalMapping } from './broker/journal-lookup.ts';
export type { AuthorizationRequest, Authorize } from './core/authorize.ts';
export type {
  Acknowledgement,
  AckMode,
  Broker,
  BrokerFactory,
  Operation,
  SubscribeRequest,
  Subscription,
} from './core/broker.ts';
export type { ClusterStatus } from './cluster/cluster.ts';
export { memoryHub } from './cluster/memory-hub.ts';
export type { MemoryHub } from './cluster/memory-hub.ts';
export type {
  ClusterBus,
  ClusterBusFactory,
  ClusterCounts,
  ClusterListener,
  ClusterState,
  RowChange,
} from './core/cluster-bus.ts';
export type { Clock } from './core/clock.ts';
export type { ConnectedSession } from './core/connected-session.ts';
export { compilePattern, matchDestination } from './core/destination.ts';
export type { DestinationParams, DestinationPattern } from './core/destination.ts';
export { DISCONNECT_REASONS } from './core/disconnect.ts';
export type { DisconnectReason } from './core/disconnect.ts';
export { MESSAGING_ERRORS, MessagingError } from './core/errors.ts';
export type { MessagingErrorCode } from './core/errors.ts';
export type { EngineParts } from './core/engine-parts.ts';
export type { MessagingEvents } from './core/events.ts';
export type { Handshake } from './core/handshake.ts';
export type { HistogramReading } from './core/histogram.ts';
export type { Interceptor } from './core/interceptor.ts';
export type { Journal, JournalEntry, JournalPage } from './core/journal.ts';
export { DEFAULT_LIMITS } from './core/limits.ts';
export type { Limits } from './core/limits.ts';
export type { Message } from './core/message.ts';
export type { MessagingTemplate, SendToUserOptions } from './core/template.ts';
export type { UserSession, UserSubscription } from './core/user-registry.ts';
export { silentLogger } from './core/logger.ts';
export type { Logger } from './core/logger.ts';
export { createMemoryJournal } from './core/memory-journal.ts';
export type { MemoryJournal, MemoryJournalOptions } from './core/memory-journal.ts';
export type { Principal } from './core/principal.ts';
export type { Authenticate, EndpointOptions, ReadAttributes } from './endpoint/endpoint.ts';
export type { AllowedOrigins } from './endpoint/origin.ts';
export type {
  CloseReason,
  OpenText,
  TextConversation,
  TextSession,
} from './endpoint/text/text-conversation.ts';
export type { TextEndpointOptions } from './endpoint/text/text-endpoint.ts';
export type { SockJsOptions } from './endpoint/sockjs/sockjs-options.ts';
export { HANDLER_ERRORS, HandlerError } from './handling/handler-error.ts';
export type { HandlerErrorCode, HandlerErrorOptions, PayloadIssue } from './handling/handler-error.ts';
export type {
  ErrorCall,
  ErrorHandler,
  ErrorMatch,
  HandlerCall,
  HandlerOptions,
  Handlers,
  MessageCall,
  MessageHandler,
  ReplyOptions,
  SubscribeHandler,
} from './handling/handlers.ts';
export type { HandlingOptions } from './handling/handling-options.ts';
export type { PathParams } from './handling/path-params.ts';
export { brokerRelay } from './relay/broker-relay.ts';
export type { BrokerAddress, BrokerRelayOptions } from './relay/relay-options.ts';
export type { SessionSelector } from './user/revocations.ts';
export type { AsyncApiOptions, DestinationDescription } from './server/async-api.ts';
export type { AsyncApiDocument, AsyncApiServer, JsonSchema } from './server/async-api-document.ts';
export type { PayloadSchema, ToJsonSchema } from './server/async-api-schema.ts';
export { createMessaging } from './server/create-messaging.ts';
export type { Messaging, MessagingOptions } from './server/create-messaging.ts';
export type { CloseOptions } from './server/drain.ts';
export { prometheusText } from './server/prometheus-text.ts';
export type { PrometheusOptions } from './server/prometheus-text.ts';
export type { Statistics } from './server/statistics.ts';
export type { FoundSubscription, User, Users } from './server/users.ts';
export type { AuthenticateConnect, ConnectContext } from './session/session-parts.ts';
