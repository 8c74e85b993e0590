import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endOnSignals, endOnUncaught } from './lifecycle.ts';
import { createLogger } from './logging.ts';

class FakeProcess extends EventEmitter {
  readonly exit = vi.fn<(code: number) => void>();
}

const logger = createLogger({ level: 'silent' });
let fake: FakeProcess;
beforeEach(() => {
  fake = new FakeProcess();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('on a signal', () => {
  it.each(['SIGTERM', 'SIGINT'])('%s stops, then exits with 0', async (signal) => {
    const stopped = Promise.withResolvers<undefined>();
    endOnSignals(fake, logger, () => stopped.promise.then(() => undefined));
    fake.emit(signal, signal);
    expect(fake.exit).not.toHaveBeenCalled();
    stopped.resolve(undefined);
    await vi.waitFor(() => expect(fake.exit).toHaveBeenCalledExactlyOnceWith(0));
  });

  it('a second one exits at once', () => {
    endOnSignals(fake, logger, () => new Promise(() => undefined));
    fake.emit('SIGINT', 'SIGINT');
    fake.emit('SIGINT', 'SIGINT');
    expect(fake.exit).toHaveBeenCalledExactlyOnceWith(1);
  });

  it('exits with 1 when stopping fails', async () => {
    endOnSignals(fake, logger, () => Promise.reject(new Error('no')));
    fake.emit('SIGTERM', 'SIGTERM');
    await vi.waitFor(() => expect(fake.exit).toHaveBeenCalledExactlyOnceWith(1));
  });

  it('exits with 1 when stopping takes longer than its limit', () => {
    endOnSignals(fake, logger, () => new Promise(() => undefined), 5_000);
    fake.emit('SIGTERM', 'SIGTERM');
    vi.advanceTimersByTime(4_999);
    expect(fake.exit).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fake.exit).toHaveBeenCalledExactlyOnceWith(1);
  });
});

describe('on an error that nobody caught', () => {
  it.each(['uncaughtException', 'unhandledRejection'])('%s is logged and exits with 1', (event) => {
    const fatal = vi.spyOn(logger, 'fatal');
    endOnUncaught(fake, logger);
    const error = new Error('oops');
    fake.emit(event, error);
    expect(fatal).toHaveBeenCalledWith({ err: error }, 'fatal error');
    expect(fake.exit).toHaveBeenCalledExactlyOnceWith(1);
    fatal.mockRestore();
  });
});
