import { ApiError } from '@carillon/contract';
import type { Api, Staff } from '@carillon/contract';
import { inject, readonly, shallowRef } from 'vue';
import type { InjectionKey, Ref } from 'vue';

type SessionState =
  | { readonly name: 'unknown' }
  | { readonly name: 'in'; readonly staff: Staff }
  /** `because` is set when it ended without being asked to. */
  | { readonly name: 'out'; readonly because?: string }
  | { readonly name: 'unreachable' };

/** Who is logged in on this browser. The cookie itself is not readable here. */
export interface Session {
  readonly state: Readonly<Ref<SessionState>>;
  /** The API, with an eye on answers that say that the session has ended. */
  readonly api: Api;
  /**
   * Asks the server who is logged in. Asked again while it asks, it waits for the same answer.
   * @param suspicion why the session may have ended, as the line told it: `because`, should that be so
   */
  look(suspicion?: string): Promise<SessionState>;
  /** Rejects with `ApiError`. */
  logIn(username: string, password: string): Promise<void>;
  /** Ends the session here even if the server could not be told. */
  logOut(): Promise<void>;
}

export const sessionKey: InjectionKey<Session> = Symbol('session');

export function createSession(api: Api): Session {
  const state = shallowRef<SessionState>({ name: 'unknown' });
  let looking: Promise<SessionState> | undefined;
  let suspected: string | undefined;

  const watchedApi: Api = async (name, ...options) => {
    try {
      return await api(name, ...options);
    } catch (error) {
      if (name !== 'logIn' && error instanceof ApiError && error.status === 401) {
        const because = suspected ?? error.code;
        state.value = state.value.name === 'in' ? { name: 'out', because } : { name: 'out' };
      }
      throw error;
    }
  };

  async function ask(): Promise<SessionState> {
    try {
      const { staff } = await watchedApi('readSelf');
      state.value = { name: 'in', staff };
    } catch {
      // A 401 has already been noted; while logged in, a server out of reach changes nothing.
      if (state.value.name === 'unknown') state.value = { name: 'unreachable' };
    }
    return state.value;
  }
  function look(suspicion?: string): Promise<SessionState> {
    suspected = suspicion ?? suspected;
    if (state.value.name === 'unreachable') state.value = { name: 'unknown' };
    looking ??= ask().finally(() => (looking = suspected = undefined));
    return looking;
  }

  async function logIn(username: string, password: string): Promise<void> {
    const { staff } = await api('logIn', { body: { username, password } });
    state.value = { name: 'in', staff };
  }
  async function logOut(): Promise<void> {
    await api('logOut').catch(() => undefined);
    state.value = { name: 'out' };
  }

  return { state: readonly(state) as Readonly<Ref<SessionState>>, api: watchedApi, look, logIn, logOut };
}

/** Gives the session of the console this component is in. */
export function useSession(): Session {
  const session = inject(sessionKey);
  if (!session) throw new Error('useSession() outside of the console: provide sessionKey first');
  return session;
}
