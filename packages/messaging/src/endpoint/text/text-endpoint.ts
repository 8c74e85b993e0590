import { givenOptions } from '../../core/given-options.ts';
import { withDefaults } from '../../core/limits.ts';
import type { Limits } from '../../core/limits.ts';
import type { OpenConversation } from '../conversation.ts';
import { countSession } from '../count-session.ts';
import { Endpoint } from '../endpoint.ts';
import type { EndpointOptions, EndpointParts } from '../endpoint.ts';
import type { OpenText } from './text-conversation.ts';
import { TextPeer } from './text-peer.ts';

/** What an endpoint may limit otherwise than the engine. */
type TextLimits = Pick<
  Limits,
  | 'answerTimeLimitMs'
  | 'maxBodyBytesPerSecond'
  | 'maxFrameBurst'
  | 'maxFramesPerSecond'
  | 'maxMessageBytes'
  | 'maxPendingFrames'
  | 'maxSessionsPerAddress'
  | 'sendBufferLimitBytes'
  | 'sendTimeLimitMs'
>;

export interface TextEndpointOptions<Path extends string> extends Omit<
  EndpointOptions,
  'authenticateConnect' | 'authorize' | 'requireHost'
> {
  /** Begins to talk to a client that was let in. */
  open: OpenText<Path>;
  /** Sub-protocols of WebSocket that are spoken here, the best first. Default: none; who offers only others is refused. */
  subprotocols?: readonly string[];
  /** Where this endpoint is stricter, or more generous, than `limits` of the engine. A message is a frame. */
  limits?: Partial<TextLimits>;
}

/** Makes an endpoint whose clients speak plain text messages. Throws RangeError for a limit that limits nothing. */
export function createTextEndpoint<Path extends string>(
  path: Path,
  { open, subprotocols = [], limits, ...options }: TextEndpointOptions<Path>,
  engine: EndpointParts,
): Endpoint {
  const parts = {
    ...engine,
    subprotocols,
    limits: withDefaults({ ...engine.limits, ...givenOptions(limits ?? {}) }),
    endpoint: path,
  };

  const openText: OpenConversation = (transport, arrival) => {
    const { handshake } = arrival;
    if (!handshake) throw new TypeError('A text session begins with a handshake.');
    const peer = new TextPeer(parts, transport, arrival);
    let conversation: ReturnType<typeof open>;
    try {
      // The handshake's path is one that fits the pattern: it has the variables that the type promises.
      conversation = open(peer as unknown as Parameters<OpenText<Path>>[0], handshake);
    } catch (error) {
      peer.fail(error);
      conversation = {};
    }
    const onGone = countSession(peer, transport.name, parts);
    peer.begin(conversation);
    return { session: peer, onGone };
  };

  return new Endpoint(path, options, { ...parts, open: openText });
}
