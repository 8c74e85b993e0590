import { flushPromises } from '@vue/test-utils';
import { effectScope } from 'vue';
import { describe, expect, test, vi } from 'vitest';
import { useLoader } from './use-loader.ts';

function loaderOf<Value>(load: (signal: AbortSignal) => Promise<Value>) {
  const scope = effectScope();
  const loader = scope.run(() => useLoader(load));
  if (!loader) throw new Error('the scope was stopped');
  return { loader, scope };
}

describe('useLoader', () => {
  test('loads at once, and again after a failure', async () => {
    const load = vi.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce('menu');
    const { loader } = loaderOf(load);
    await flushPromises();
    expect(loader.state.value.name).toBe('failed');
    await loader.reload();
    expect(loader.value.value).toBe('menu');
  });

  test('keeps showing a failure while it tries again quietly', async () => {
    const load = vi.fn().mockRejectedValueOnce(new Error('down')).mockRejectedValueOnce(new Error('still'));
    const { loader } = loaderOf(load);
    await flushPromises();
    const trying = loader.retry();
    expect(loader.state.value.name).toBe('failed');
    await trying;
    expect(loader.state.value).toMatchObject({ error: { message: 'still' } });
    load.mockResolvedValueOnce('menu');
    await loader.retry();
    expect(loader.value.value).toBe('menu');
  });

  test('keeps what it has when loading again fails, and says why', async () => {
    const failure = new Error('down');
    const { loader } = loaderOf(vi.fn().mockResolvedValueOnce('menu').mockRejectedValueOnce(failure));
    await flushPromises();
    await loader.reload();
    expect(loader.value.value).toBe('menu');
    expect(loader.staleBecause.value).toBe(failure);
  });

  test('lets no old answer replace a newer one', async () => {
    const answers: ((value: string) => void)[] = [];
    const { loader } = loaderOf(() => new Promise<string>((resolve) => answers.push(resolve)));
    const second = loader.reload();
    answers[1]?.('new');
    await second;
    answers[0]?.('old');
    await flushPromises();
    expect(loader.value.value).toBe('new');
  });

  test('aborts the request when its scope ends', () => {
    let signal: AbortSignal | undefined;
    const { scope } = loaderOf((given) => {
      signal = given;
      return new Promise(() => undefined);
    });
    scope.stop();
    expect(signal?.aborted).toBe(true);
  });
});
