import { fakeApi } from '@carillon/buyer/testing';
import type { Answers } from '@carillon/buyer/testing';
import { createApp } from 'vue';
import { apiKey } from '../lib/api.ts';

/** Runs a composable in an app of its own that has this API. */
export function withApi<Value>(answers: Answers, composable: () => Value): Value {
  const app = createApp({});
  app.provide(apiKey, fakeApi(answers));
  return app.runWithContext(composable);
}
