import { flushPromises } from '@vue/test-utils';
import { effectScope } from 'vue';
import { expect, test } from 'vitest';
import { usePages } from './use-pages.ts';
import type { Page } from './use-pages.ts';

function open() {
  const asked: (number | undefined)[] = [];
  const answers: PromiseWithResolvers<Page<string>>[] = [];
  const pages = effectScope().run(() =>
    usePages<string>((before) => {
      asked.push(before);
      const answer = Promise.withResolvers<Page<string>>();
      answers.push(answer);
      return answer.promise;
    }),
  );
  if (!pages) throw new Error('the scope has ended');
  return { ...pages, asked, answers };
}

test('the next page stands behind the first, and is asked for once', async () => {
  const { state, list, more, asked, answers } = open();
  void list();
  answers[0]?.resolve({ items: ['c', 'b'], next: 2 });
  await flushPromises();
  void more();
  void more();
  answers[1]?.resolve({ items: ['a'], next: null });
  await flushPromises();
  void more();
  expect(asked).toEqual([undefined, 2]);
  expect(state.value).toMatchObject({ value: { items: ['c', 'b', 'a'], next: null } });
});

test('a page of the list before is no continuation of this one', async () => {
  const { state, list, more, answers } = open();
  void list();
  answers[0]?.resolve({ items: ['b'], next: 2 });
  await flushPromises();
  void more();
  void list();
  answers[1]?.resolve({ items: ['a'], next: null });
  answers[2]?.resolve({ items: ['z'], next: 9 });
  await flushPromises();
  expect(state.value).toMatchObject({ value: { items: ['z'], next: 9 } });
});

test('a page that cannot be read leaves what is there, and says why', async () => {
  const { state, list, more, moreError, answers } = open();
  void list();
  answers[0]?.resolve({ items: ['b'], next: 2 });
  await flushPromises();
  void more();
  answers[1]?.reject('no');
  await flushPromises();
  expect(moreError.value).toBe('no');
  expect(state.value).toMatchObject({ value: { items: ['b'], next: 2 } });
});
