import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WireCheck, WireLog, WireOperation } from './wire-log.ts';

/** What a route knows about its request that the wire does not show. */
export interface RequestNotes {
  operation: WireOperation;
  checks: WireCheck[];
  subject?: string;
  result?: string;
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
    const { operation, checks, subject, result } = notesOf(request);
    wire.add({
      direction: 'in',
      method: request.method,
      url: hideSecret(request.raw.url ?? request.url),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      checks,
      operation,
      ...(subject !== undefined && { subject }),
      ...(result !== undefined && { result }),
      ...(typeof request.body === 'string' && { requestBody: request.body }),
      ...(answers.has(request) && { responseBody: answers.get(request) ?? '' }),
    });
    done();
  });
}

/** The log is shown on a screen that others may see. */
function hideSecret(url: string): string {
  return url.replace(/([?&]secret=)[^&]*/, '$1…');
}
