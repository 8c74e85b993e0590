import type { JournalMapping } from '../broker/journal-lookup.ts';
import type { Broker } from '../core/broker.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { MessagingTemplate } from '../core/template.ts';
import { HandlerRegistry } from '../handling/handler-registry.ts';
import type { Handlers } from '../handling/handlers.ts';
import { withHandlingDefaults } from '../handling/handling-options.ts';
import type { HandlingOptions } from '../handling/handling-options.ts';
import { toList } from '../handling/mapping.ts';
import { withHandlers } from '../handling/with-handlers.ts';
import { describeApi } from './async-api.ts';
import type { AsyncApiOptions, DestinationDescription } from './async-api.ts';
import type { AsyncApiDocument } from './async-api-document.ts';

export interface ApplicationOptions {
  /** What application destinations begin with: clients' messages there go to handlers. Default: `/app`. */
  applicationPrefix?: string | readonly string[];
  /** How handlers are run, and where their answers go. */
  handlers?: HandlingOptions;
  journals?: readonly JournalMapping[];
  userPrefix?: string;
}

/** The application's side of the engine: its handlers, and what it says of its destinations. */
export interface ApplicationDestinations extends Handlers {
  /** Says what is sent to a destination that has no handler, or to a pattern of some: for `asyncApi`. */
  describe(destination: string, description: DestinationDescription): void;
  /** Describes all destinations known by now, by AsyncAPI 3.0: handlers, journals, and those described. */
  asyncApi(options: AsyncApiOptions): AsyncApiDocument;
}

interface Parts {
  readonly engine: EngineParts;
  readonly template: MessagingTemplate;
  readonly nextMessageId: () => string;
}

/** Puts handlers before a broker. Throws TypeError when both serve the same prefix. */
export function serveApplication(
  broker: Broker,
  parts: Parts,
  options: ApplicationOptions,
): { readonly broker: Broker; readonly application: ApplicationDestinations } {
  const registry = new HandlerRegistry(parts.engine.separator);
  const handling = withHandlingDefaults(options.handlers);
  const applicationPrefixes = toList(options.applicationPrefix ?? '/app');
  const described = new Map<string, DestinationDescription>();
  const { journals = [], userPrefix = '/user' } = options;
  return {
    broker: withHandlers(broker, applicationPrefixes, { ...parts, registry, options: handling }),
    application: {
      handle: registry.handle.bind(registry),
      handleSubscribe: registry.handleSubscribe.bind(registry),
      handleError: registry.handleError.bind(registry),
      group: registry.group.bind(registry),
      describe: (destination, description) => void described.set(destination, description),
      asyncApi: (info) =>
        describeApi({ ...handling, registry, described, journals, applicationPrefixes, userPrefix }, info),
    },
  };
}
