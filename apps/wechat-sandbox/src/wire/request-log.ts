import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WireCheck, WireLog, WireOperation } from './wire-log.ts';

/** What a route knows about its request that the wire does not show. */
export interface RequestNotes {
  operation: WireOperation;
  checks: WireCheck[];
  subject?: string;
  result?: string;
  /** The faults that were put into the answer. */
  faults?: string[];
}

const notes = new WeakMap<FastifyRequest, RequestNotes>();
const answers = new WeakMap<FastifyRequest, string>();

export function notesOf(request: FastifyRequest): RequestNotes {
  const known = notes.get(request);
  if (known) return known;
  const fresh: RequestNotes = { operation: 'unknown', checks: [] };
  notes.set(request, fresh);
  return fresh;
}

/** Writes every request of this scope into the wire log once it is answered. */
export function logRequests(scope: FastifyInstance, wire: WireLog): void {
  scope.addHook('onSend', (request, _reply, payload, done) => {
    if (typeof payload === 'string') answers.set(request, payload);
    done(null, payload);
  });
  scope.addHook('onResponse', (request, reply, done) => {
    wire.add({
      ...entryOf(request),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      ...(answers.has(request) && { responseBody: answers.get(request) ?? '' }),
    });
    done();
  });
}

/** Writes a request into the wire log that is never going to be answered. */
export function logUnanswered(request: FastifyRequest, wire: WireLog, problem: string): void {
  wire.add({ ...entryOf(request), durationMs: 0, problem });
}

function entryOf(request: FastifyRequest) {
  const { operation, checks, subject, result, faults } = notesOf(request);
  return {
    direction: 'in' as const,
    method: request.method,
    url: hideSecret(request.raw.url ?? request.url),
    checks,
    operation,
    ...(subject !== undefined && { subject }),
    ...(result !== undefined && { result }),
    ...(faults !== undefined && { faults }),
    ...(typeof request.body === 'string' && { requestBody: request.body }),
  };
}

/** The log is shown on a screen that others may see. */
function hideSecret(url: string): string {
  return url.replaceAll(/([?&](?:secret|access_token)=)[^&]*/g, '$1…');
}
