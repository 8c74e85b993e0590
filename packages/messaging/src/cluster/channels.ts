/** What the channels of the bus are named after: a destination, a user, or a node. */
export type ChannelKind = 'topic' | 'user' | 'node';

const KINDS = { t: 'topic', u: 'user', n: 'node' } as const;

/** Carries what is sent to a destination. */
export function topicChannel(destination: string): string {
  return `t${destination}`;
}

/** Carries what is sent to a user. */
export function userChannel(userName: string): string {
  return `u${userName}`;
}

/** Carries what is for sessions of one node alone. */
export function nodeChannel(nodeId: string): string {
  return `n${nodeId}`;
}

/** What a channel is named after, and its name without the kind. */
export function readChannel(channel: string): { kind: ChannelKind; name: string } | undefined {
  const letter = channel.charAt(0);
  if (letter !== 't' && letter !== 'u' && letter !== 'n') return undefined;
  return { kind: KINDS[letter], name: channel.slice(1) };
}
