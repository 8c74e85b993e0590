import type { IncomingMessage } from 'node:http';
import { MessagingError } from '../../core/errors.ts';
import type { Timers } from '../../core/timer-wheel.ts';
import { CollectedBytes } from '../collected-bytes.ts';

export interface BodyLimits {
  readonly timers: Timers;
  readonly maxBytes: number;
  readonly timeLimitMs: number;
}

/**
 * Reads the body of a request. Rejects with `request_too_large` as soon as it is known to be, with
 * `request_timeout` when it comes too slowly, and with `unavailable` when it ends early.
 */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = new CollectedBytes(limits.maxBytes);
    const timer = limits.timers.schedule(limits.timeLimitMs, () => fail('request_timeout'));

    function fail(code: 'request_too_large' | 'request_timeout' | 'unavailable'): void {
      stop();
      reject(new MessagingError(code));
    }
    function stop(): void {
      timer.cancel();
      request.off('data', onData).off('end', onEnd).off('close', onClose);
    }
    function onData(chunk: Buffer): void {
      if (!body.add(chunk)) fail('request_too_large');
    }
    function onEnd(): void {
      stop();
      resolve(body.take());
    }
    function onClose(): void {
      fail('unavailable');
    }

    if (request.destroyed) fail('unavailable');
    else if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) fail('request_too_large');
    else request.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}
