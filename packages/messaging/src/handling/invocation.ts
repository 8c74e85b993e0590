import type { HeaderMap } from '@carillon/stomp';
import type { ConnectedSession } from '../core/connected-session.ts';
import type { DestinationParams } from '../core/destination.ts';
import type { Message } from '../core/message.ts';
import type { Principal } from '../core/principal.ts';
import type { MessagingTemplate } from '../core/template.ts';
import type { Deadline } from './deadline.ts';
import type { ErrorCall, HandlerCall, MessageCall } from './handlers.ts';

export interface InvocationParts {
  readonly destination: string;
  readonly params: DestinationParams;
  readonly session: ConnectedSession;
  readonly headers: HeaderMap;
  readonly template: MessagingTemplate;
  readonly deadline: Deadline;
  /** What was sent; a SUBSCRIBE sends nothing. */
  readonly message: Message | undefined;
}

/** One call of a handler, as the handler sees it. The signal is a getter: who does not ask for it pays nothing. */
export class Invocation implements HandlerCall {
  readonly destination: string;
  readonly params: DestinationParams;
  readonly user: Principal;
  readonly session: ConnectedSession;
  readonly headers: HeaderMap;
  readonly template: MessagingTemplate;
  readonly #deadline: Deadline;

  constructor(parts: InvocationParts) {
    this.destination = parts.destination;
    this.params = parts.params;
    this.user = parts.session.user;
    this.session = parts.session;
    this.headers = parts.headers;
    this.template = parts.template;
    this.#deadline = parts.deadline;
  }

  get signal(): AbortSignal {
    return this.#deadline.signal;
  }
}

export class MessageInvocation extends Invocation implements MessageCall {
  readonly message: Message;
  readonly payload: unknown;

  constructor(parts: InvocationParts, message: Message, payload: unknown) {
    super(parts);
    this.message = message;
    this.payload = payload;
  }
}

export class ErrorInvocation extends Invocation implements ErrorCall {
  readonly message: Message | undefined;
  readonly error: unknown;

  constructor(parts: InvocationParts, error: unknown) {
    super(parts);
    this.message = parts.message;
    this.error = error;
  }
}
