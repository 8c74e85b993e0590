import type { Context } from '../context.ts';
import type { Sessions } from './sessions.ts';

/** For what has to do with logins. */
export interface SessionContext extends Context {
  readonly sessions: Sessions;
}
