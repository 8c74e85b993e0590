import type { UserRegistry } from '../core/user-registry.ts';

/** Shows the sessions of this node and those of the others as one registry. */
export function mergeRegistries(local: UserRegistry, remote: UserRegistry): UserRegistry {
  function isOnlyRemote(name: string): boolean {
    return local.sessionIdsOf(name).length === 0;
  }

  function* userNames(): Iterable<string> {
    yield* local.userNames();
    for (const name of remote.userNames()) if (isOnlyRemote(name)) yield name;
  }

  return {
    get userCount() {
      let count = local.userCount;
      for (const name of remote.userNames()) if (isOnlyRemote(name)) count += 1;
      return count;
    },
    get sessionCount() {
      return local.sessionCount + remote.sessionCount;
    },
    userNames,
    *sessions() {
      yield* local.sessions();
      yield* remote.sessions();
    },
    *sessionsOf(userName) {
      yield* local.sessionsOf(userName);
      yield* remote.sessionsOf(userName);
    },
    sessionIdsOf(userName) {
      const here = local.sessionIdsOf(userName);
      const elsewhere = remote.sessionIdsOf(userName);
      if (elsewhere.length === 0) return here;
      return here.length === 0 ? elsewhere : [...here, ...elsewhere];
    },
    session: (id) => local.session(id) ?? remote.session(id),
    onChange(listener) {
      const stops = [local.onChange(listener), remote.onChange(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
