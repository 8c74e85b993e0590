import { ANONYMOUS } from '../core/principal.ts';
import type { InvocationParts } from './invocation.ts';
import type { ReplyPlan } from './mapping.ts';

export interface Reply {
  readonly value: unknown;
  readonly plan: ReplyPlan;
  /** Where it goes when the plan names no destination: one of the sender's, without `/user`. */
  readonly usual: string;
}

/**
 * Sends what a handler returned to where its plan says. A `correlation-id` that came with the message
 * goes with the reply, so that a client can tell answers apart. A `reply-to` is not obeyed: it would let clients
 * send with the application's rights.
 */
export async function sendReply({ value, plan, usual }: Reply, call: InvocationParts): Promise<void> {
  if (value === undefined) return;
  const { params, session, template } = call;
  const headers = correlationOf(call);
  const isUsual = plan.sendTo.length === 0 && plan.toUser.length === 0;
  const toUser = isUsual ? [usual] : plan.toUser.map((destination) => destination(params));
  // Everybody without a login has the same name: the session is all that tells them apart.
  const isForAll = plan.broadcast && session.user !== ANONYMOUS;
  await Promise.all([
    ...plan.sendTo.map((destination) => template.send(destination(params), value, headers)),
    ...toUser.map((destination) =>
      isForAll
        ? template.sendToUser(session.user.name, destination, value, { headers })
        : template.sendToSession(session.id, destination, value, headers),
    ),
  ]);
}

function correlationOf({ headers }: InvocationParts): Readonly<Record<string, string>> {
  const id = headers['correlation-id'];
  return id === undefined ? {} : { 'correlation-id': id };
}
