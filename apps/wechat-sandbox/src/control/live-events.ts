import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import { PhoneError } from '../people/phone-errors.ts';
import type { WireEntry, WireLog } from '../wire/wire-log.ts';

/** Pages that listen at the same time. */
const LISTENER_LIMIT = 32;
/** A page that reads slower than this much behind is let go; it reconnects and asks for what it missed. */
const BACKLOG_LIMIT_BYTES = 1024 * 1024;
/** Keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;

export interface LiveEventDeps {
  wire: WireLog;
  clock: Clock;
  /** Calls back when trades, refunds, logins or the clock may have changed. */
  onCodesChange: (listener: () => void) => () => void;
  stopping: AbortSignal;
}

/**
 * Server-sent events: `wire` (a wire entry; its seq is the event's id, so a page that reconnects misses nothing
 * that is still kept) and `codes` (trades, refunds, logins or the clock changed: ask again).
 */
export function createLiveEvents(
  deps: LiveEventDeps,
): (request: FastifyRequest, reply: FastifyReply) => void {
  let listening = 0;

  return (request, reply) => {
    if (listening >= LISTENER_LIMIT) {
      throw new PhoneError(
        'too_many_listeners',
        `${LISTENER_LIMIT} pages listen already. Close one and try again.`,
      );
    }
    listening += 1;
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });

    const write = (text: string) => {
      if (stream.writableLength > BACKLOG_LIMIT_BYTES) stream.destroy();
      else stream.write(text);
    };
    const writeEntry = (entry: WireEntry) =>
      write(`id: ${entry.seq}\nevent: wire\ndata: ${JSON.stringify(entry)}\n\n`);

    for (const entry of deps.wire.read(lastSeenSeq(request, deps.wire.newestSeq()))) writeEntry(entry);
    write('event: codes\ndata: {}\n\n');

    let cancelHeartbeat = deps.clock.after(HEARTBEAT_MS, beat);
    function beat(): void {
      write(': still here\n\n');
      cancelHeartbeat = deps.clock.after(HEARTBEAT_MS, beat);
    }
    const stopWire = deps.wire.onEntry(writeEntry);
    const stopCodes = deps.onCodesChange(() => write('event: codes\ndata: {}\n\n'));
    const end = () => stream.end();
    deps.stopping.addEventListener('abort', end);
    stream.once('close', () => {
      listening -= 1;
      cancelHeartbeat();
      stopWire();
      stopCodes();
      deps.stopping.removeEventListener('abort', end);
    });
  };
}

/** A page that saw more than there is knows an earlier run of the sandbox: it gets everything of this one. */
function lastSeenSeq(request: FastifyRequest, newestSeq: number): number {
  const seq = Number(request.headers['last-event-id'] ?? 0);
  return Number.isSafeInteger(seq) && seq > 0 && seq <= newestSeq ? seq : 0;
}
