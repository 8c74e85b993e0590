import type { Clock } from '../platform/clock.ts';
import type { ComposedNotification } from './compose-notification.ts';

/** The merchant must have answered by then. Not shortened by the time scale. */
const ANSWER_LIMIT_MS = 5_000;
/** So much of the answer is read for the wire log. */
const ANSWER_LIMIT_BYTES = 2_048;

export interface MerchantAnswer {
  /** Any 2xx: the status wins over whatever the body says. */
  accepted: boolean;
  /** Absent when no answer came. */
  status?: number;
  body?: string;
  problem?: string;
  durationMs: number;
}

export interface Postman {
  fetch: typeof fetch;
  clock: Clock;
  /** Aborts when the sandbox stops. */
  stopping: AbortSignal;
}

/** POSTs one notification. Never throws: what goes wrong is in the answer. Redirects are not followed. */
export async function postNotification(
  url: string,
  { headers, body }: ComposedNotification,
  { fetch, clock, stopping }: Postman,
): Promise<MerchantAnswer> {
  const startedAt = clock.now();
  const late = new AbortController();
  const cancelLimit = clock.after(ANSWER_LIMIT_MS, () =>
    late.abort(new Error(`no answer within ${ANSWER_LIMIT_MS} ms`)),
  );
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, stopping]),
    });
    const text = await readStart(response);
    return {
      accepted: response.ok,
      status: response.status,
      body: text,
      durationMs: clock.now() - startedAt,
    };
  } catch (error) {
    return { accepted: false, problem: reasonOf(error), durationMs: clock.now() - startedAt };
  } finally {
    cancelLimit();
  }
}

async function readStart(response: Response): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop cancels the rest.
    if (size >= ANSWER_LIMIT_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_LIMIT_BYTES).toString('utf8');
}

/** fetch says "fetch failed" and hides why in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
