import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WireCheck, WireLog } from './wire-log.ts';

/** What a route knows about its request that the wire does not show. */
export interface RequestNotes {
  checks: WireCheck[];
  subject?: string;
  summary?: string;
}

const notes = new WeakMap<FastifyRequest, RequestNotes>();
const answers = new WeakMap<FastifyRequest, string>();

export function notesOf(request: FastifyRequest): RequestNotes {
  const known = notes.get(request);
  if (known) return known;
  const fresh: RequestNotes = { checks: [] };
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
    const { checks, subject, summary } = notesOf(request);
    wire.add({
      direction: 'in',
      method: request.method,
      url: request.raw.url ?? request.url,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      checks,
      summary: summary ?? `${request.method} ${request.url}`,
      ...(subject !== undefined && { subject }),
      ...(typeof request.body === 'string' && { requestBody: request.body }),
      ...(answers.has(request) && { responseBody: answers.get(request) ?? '' }),
    });
    done();
  });
}
