import { flushPromises } from '@vue/test-utils';
import { effectScope } from 'vue';
import { expect, test } from 'vitest';
import { useReading } from './use-reading.ts';

interface Question {
  readonly signal: AbortSignal;
  readonly resolve: (value: string) => void;
  readonly reject: (error: unknown) => void;
}

function open() {
  const questions: Question[] = [];
  const scope = effectScope();
  const read = (signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    questions.push({ signal, resolve, reject });
    return promise;
  };
  const reading = scope.run(() => useReading(read));
  if (!reading) throw new Error('the scope has ended');
  return { ...reading, questions, scope };
}

test('the answer to the last question counts, and the one before is called off', async () => {
  const { state, start, questions } = open();
  void start();
  void start();
  questions[1]?.resolve('second');
  await flushPromises();
  questions[0]?.resolve('first');
  await flushPromises();
  expect(questions[0]?.signal.aborted).toBe(true);
  expect(state.value).toEqual({ name: 'ready', value: 'second', isBusy: false });
});

test('what is known stays in sight while it is read again', async () => {
  const { state, start, again, questions } = open();
  void start();
  questions[0]?.resolve('known');
  await flushPromises();
  void again();
  expect(state.value).toEqual({ name: 'ready', value: 'known', isBusy: true });
  questions[1]?.reject('no');
  await flushPromises();
  expect(state.value).toEqual({ name: 'failed', error: 'no' });
});

test('a reading that ends asks no more', async () => {
  const { state, start, questions, scope } = open();
  void start();
  scope.stop();
  questions[0]?.resolve('late');
  await flushPromises();
  expect(state.value).toEqual({ name: 'loading' });
});
