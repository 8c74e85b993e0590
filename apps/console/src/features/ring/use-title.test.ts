import { expect, test } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { useTitle } from './use-title.ts';

test('the title counts what waits, in turn with the plain one, and rests when nothing does', async () => {
  const clock = createFakeClock();
  const alert = ref<string | undefined>('（2）新订单');
  const scope = effectScope();
  scope.run(() => useTitle(clock, ref('川味小馆 · 编钟'), alert));
  expect(document.title).toBe('（2）新订单');
  clock.advance(1000);
  await nextTick();
  expect(document.title).toBe('川味小馆 · 编钟');
  clock.advance(1000);
  await nextTick();
  expect(document.title).toBe('（2）新订单');
  alert.value = undefined;
  await nextTick();
  clock.advance(5000);
  await nextTick();
  expect(document.title).toBe('川味小馆 · 编钟');
  scope.stop();
});
