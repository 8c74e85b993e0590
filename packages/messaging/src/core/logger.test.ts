import { expect, test, vi } from 'vitest';
import { consoleLogger } from './logger.ts';

test('says on standard error what went wrong, and nothing of what went well', () => {
  const [info, error] = [vi.spyOn(console, 'info'), vi.spyOn(console, 'error').mockReturnValue()];
  const failure = { err: new Error('my bug') };
  consoleLogger.error(failure, 'a handler failed');
  consoleLogger.info({}, 'all is well');
  expect(error).toHaveBeenCalledWith('@carillon/messaging:', 'a handler failed', failure);
  expect(info).not.toHaveBeenCalled();
});
