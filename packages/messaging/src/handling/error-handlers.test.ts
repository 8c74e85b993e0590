import { describe, expect, test } from 'vitest';
import { ErrorHandlers } from './error-handlers.ts';
import { handlerError, HandlerError } from './handler-error.ts';

const plan = { sendTo: [], toUser: [], broadcast: false };

function named(name: string) {
  return { plan, handle: () => name };
}

function isBusy(error: unknown): error is HandlerError {
  return error instanceof HandlerError && error.code === 'handlers_busy';
}

function nameOf(handlers: ErrorHandlers, error: unknown): unknown {
  return handlers.find(error)?.handle({} as never);
}

/** Thrown by a library that derives it from nothing. */
class Odd {
  readonly reason = 'odd';
}

/** A class of the years before there were any. */
function Old(this: unknown) {
  // Nothing is kept.
}
Object.setPrototypeOf(Old.prototype, Error.prototype);

describe('an error', () => {
  const handlers = new ErrorHandlers();
  handlers.add(Error, named('any'));
  handlers.add(TypeError, named('type'));
  handlers.add(HandlerError, named('handler'));
  handlers.add(isBusy, named('busy'));
  // Once what is not derived from Error counted as a function that picks errors, and was called: no class can be, so
  // that from then on no error of the application was answered in its own words.
  handlers.add(Odd, named('odd'));
  handlers.add(Old as unknown as new () => Error, named('old'));

  test.each([
    [new RangeError(), 'any'],
    [new TypeError(), 'type'],
    [handlerError('no_handler'), 'handler'],
    [handlerError('handlers_busy'), 'busy'],
    [new Odd(), 'odd'],
    [Reflect.construct(Old, []) as unknown, 'old'],
    ['not an error', undefined],
  ])('%s is handled by the nearest: %s', (error, name) => {
    expect(nameOf(handlers, error)).toBe(name);
  });

  test('is handled by its group before those around it', () => {
    const inner = new ErrorHandlers(handlers);
    inner.add(Error, named('inner'));
    expect(nameOf(inner, new TypeError())).toBe('inner');
    expect(nameOf(new ErrorHandlers(handlers), new TypeError())).toBe('type');
  });
});
