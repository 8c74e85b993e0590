import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { UserRegistry, UserSession } from '../core/user-registry.ts';
import { UserDestinationResolver } from './user-destination-resolver.ts';

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./vectors/${name}`, import.meta.url), 'utf8'));
}

/** A registry that knows which user has which sessions, and no more. */
function registryOf(sessions: Record<string, string[]>): Pick<UserRegistry, 'sessionIdsOf' | 'session'> {
  const ids = new Set(Object.values(sessions).flat());
  return {
    sessionIdsOf: (name) => sessions[name] ?? [],
    session: (id) => (ids.has(id) ? ({ id } as UserSession) : undefined),
  };
}

interface Resolution {
  targets: string[];
  subscribeDestination: string;
  user?: string;
  sessionIds: string[];
}

interface ResolveCase {
  type: string;
  user?: string;
  sessionId?: string;
  destination?: string;
  removeLeadingSlash: boolean;
  out: Resolution | 'null' | { error: string; message: string };
}

const resolving = read('user-destination-resolve.json') as {
  registry: Record<string, string[]>;
  cases: ResolveCase[];
};

/** Asks as the engine does: it never asks about frames without a destination, nor a subscription without a session. */
function ask({ type, user, sessionId, destination, removeLeadingSlash }: ResolveCase): Resolution | 'null' {
  const resolver = new UserDestinationResolver(registryOf(resolving.registry), { removeLeadingSlash });
  if (destination === undefined || type === 'CONNECT' || !resolver.isUserDestination(destination))
    return 'null';
  if (type === 'MESSAGE') {
    const found = resolver.resolveMessage(destination, sessionId);
    return {
      targets: found.sessionIds.map((id) => resolver.targetOf(found.brokerDestination, id)).toSorted(),
      subscribeDestination: found.shownDestination,
      ...(found.userName !== undefined && { user: found.userName }),
      sessionIds: found.sessionIds.toSorted(),
    };
  }
  if (sessionId === undefined) return 'null';
  return {
    targets: [resolver.resolveSubscription(destination, { id: sessionId, userName: user })],
    subscribeDestination: destination,
    ...(user !== undefined && { user }),
    sessionIds: [sessionId],
  };
}

describe('a user destination is resolved as Spring does', () => {
  test.each(resolving.cases.map((row) => [row.type, row.destination, row.user, row.sessionId, row] as const))(
    '%s %s of %s in %s',
    (_type, _destination, _user, _session, row) => {
      const { out } = row;
      if (out === 'null') {
        expect(ask(row)).toBe('null');
      } else if ('error' in out) {
        const code = out.message.startsWith('Invalid sequence') ? 'invalid_user_name' : 'invalid_destination';
        expect(() => ask(row)).toThrow(expect.objectContaining({ code }));
      } else {
        const { targets, subscribeDestination, user, sessionIds } = out;
        expect(ask(row)).toEqual({
          targets: targets.toSorted(),
          subscribeDestination,
          ...(user !== undefined && { user }),
          sessionIds: sessionIds.toSorted(),
        });
      }
    },
  );
});

interface SendCase {
  user: string;
  destination: string;
  sentTo: string | { error: string };
}

const sending = read('user-send-destination.json') as { cases: SendCase[] };

describe('what is sent to a user goes where Spring sends it', () => {
  const resolver = new UserDestinationResolver(registryOf({}));
  test.each(sending.cases)('$user $destination', ({ user, destination, sentTo }) => {
    if (typeof sentTo === 'string') {
      expect(resolver.destinationFor(user, destination)).toBe(sentTo);
    } else {
      expect(() => resolver.destinationFor(user, destination)).toThrow(
        expect.objectContaining({ code: 'invalid_user_name' }),
      );
    }
  });
});

describe('a broker destination', () => {
  const resolver = new UserDestinationResolver(registryOf({ joe: ['123'], odd: ['x-user7'] }));

  test.each([
    ['/queue/foo-user123', '456', true],
    ['/queue/foo-user123', '123', false],
    ['/queue/foo-userx-user7', '123', true],
    ['/queue/foo-userx-user7', 'x-user7', false],
    ['/queue/foo-user0b6c1f0e-5a0e-4c0e-9d7e-0123456789ab', '123', true],
    ['/topic/super-users', '123', false],
    ['/topic/foo-user999', '123', false],
  ])('%s is foreign to session %s: %s', (destination, session, isForeign) => {
    expect(resolver.isForeign(destination, session)).toBe(isForeign);
  });
});

describe('the prefix', () => {
  test('is the same with a slash at its end', () => {
    const resolver = new UserDestinationResolver(registryOf({}), { prefix: '/me/' });
    expect(resolver.destinationFor('ann', 'queue/x')).toBe('/me/ann/queue/x');
    expect(resolver.isUserDestination('/me')).toBe(false);
  });

  test.each(['', '/', 'user'])('cannot be %j', (prefix) => {
    expect(() => new UserDestinationResolver(registryOf({}), { prefix })).toThrow(TypeError);
  });
});
