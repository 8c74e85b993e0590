import { openSessions } from '../platform/sessions/open-sessions.ts';
import type { OpenSessions } from '../platform/sessions/open-sessions.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { TestContext } from './test-context.ts';

/** What the realtime part needs to know of sessions, kept in the context's database. */
export async function sessionParts(
  context: TestContext,
): Promise<{ context: SessionContext; ends: OpenSessions['ends'] }> {
  const { sessions, ends } = await openSessions(context, undefined);
  return { context: { ...context, sessions }, ends };
}
