import type { BackOff, BackOffPolicy } from '../platform/back-off.ts';
import { networkOf } from './network-of.ts';

const MINUTE_MS = 60_000;
const FORGET_AFTER_MS = 2 * 60 * MINUTE_MS;

/** Wrong passwords for one username from one address: the usual mistyping is free. */
const OF_LOGIN: BackOffPolicy = {
  freeAttempts: 5,
  firstWaitMs: MINUTE_MS / 2,
  maxWaitMs: 60 * MINUTE_MS,
  forgetAfterMs: FORGET_AFTER_MS,
};
/**
 * Wrong passwords for one username from wherever: many addresses guess no faster than some hundred times a day. The
 * wait is short, for it also keeps the owner out, who can still come in through WeChat.
 */
const OF_USERNAME: BackOffPolicy = {
  freeAttempts: 30,
  firstWaitMs: MINUTE_MS,
  maxWaitMs: 15 * MINUTE_MS,
  forgetAfterMs: FORGET_AFTER_MS,
};
/** Wrong passwords from one address for whatever usernames. */
const OF_ADDRESS: BackOffPolicy = {
  freeAttempts: 60,
  firstWaitMs: MINUTE_MS,
  maxWaitMs: 60 * MINUTE_MS,
  forgetAfterMs: FORGET_AFTER_MS,
};

export interface LoginLimit {
  /**
   * Counts an attempt, before the password is looked at, so that guesses made at once are counted as those made one
   * after the other. Returns how long to wait, in ms, when it comes too early; 0 when it may go on.
   */
  attempt: (address: string, username: string) => Promise<number>;
  /** Forgets the failures for a username from an address: its owner is in. */
  succeed: (address: string, username: string) => Promise<void>;
}

/**
 * Slows down who guesses passwords: per username and address, per username, and per address, of
 * which a network of IPv6 is one.
 * @param count makes something that counts by a policy; its name tells the kinds apart. One that several nodes share
 *   makes them count together.
 */
export function createLoginLimit(count: (name: string, policy: BackOffPolicy) => BackOff): LoginLimit {
  // Each kind has its own room: usernames that somebody makes up cannot crowd out the count of addresses.
  const byAddress = count('login-address', OF_ADDRESS);
  const byLogin = count('login', OF_LOGIN);
  const byUsername = count('login-username', OF_USERNAME);
  return {
    // The address first: one that is refused leaves no further trace.
    async attempt(address, username) {
      const from = networkOf(address);
      return (
        (await byAddress.attempt(from)) ||
        (await byLogin.attempt(`${from} ${username}`)) ||
        (await byUsername.attempt(username))
      );
    },
    async succeed(address, username) {
      const from = networkOf(address);
      await byLogin.forget(`${from} ${username}`);
      // From elsewhere somebody may be guessing still: only this attempt was none.
      await byUsername.takeBack(username);
      await byAddress.takeBack(from);
    },
  };
}
