import { routes } from '@carillon/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountErrors } from './accounts/index.ts';
import { catalogErrors } from './catalog/index.ts';
import { conversationErrors } from './conversations/index.ts';
import { noticeErrors } from './notices/index.ts';
import { orderErrors } from './orders/index.ts';
import { paymentErrors } from './payments/index.ts';
import { platformErrors } from './platform/platform-errors.ts';
import { testDatabases } from './testing/databases.ts';
import { makeApp } from './testing/test-app.ts';
import type { TestApp } from './testing/test-app.ts';
import { makeContext } from './testing/test-context.ts';

test('no error code means two things', () => {
  const codes = [
    accountErrors,
    catalogErrors,
    conversationErrors,
    noticeErrors,
    orderErrors,
    paymentErrors,
    platformErrors,
  ].flatMap((errors) => Object.keys(errors));
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

interface OpenApi {
  readonly paths: Record<string, Record<string, { operationId?: string; summary?: string }>>;
}

describe.each(testDatabases())('the server on %s', (_name, open) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await makeApp(makeContext(await open()));
  });

  afterAll(async () => {
    await app.close();
  });

  test('serves and documents every operation of the contract', async () => {
    const { paths } = (await app.http.inject('/api/docs/json')).json<OpenApi>();
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => [
        operationId,
        method.toUpperCase(),
        path,
      ]),
    );
    const contracted = Object.entries(routes).map(([name, { method, path }]) => [
      name,
      method,
      path.replace(/:(\w+)/g, '{$1}'),
    ]);
    for (const operation of contracted) expect(documented).toContainEqual(operation);
  });

  test('shows the pictures of the demo, and nothing beside them', async () => {
    const picture = await app.http.inject('/pictures/hongshaorou.svg');
    expect(picture.statusCode).toBe(200);
    expect(picture.headers['content-type']).toMatch(/^image\/svg\+xml/);
    for (const file of ['nothing.svg', '..%2fdemo-menu.ts', 'seed-demo.ts']) {
      expect((await app.http.inject(`/pictures/${file}`)).statusCode).toBe(404);
    }
  });

  test('counts its sockets at /metrics', async () => {
    expect((await app.http.inject('/metrics')).body).toMatch(/^carillon_messaging_sessions 0$/m);
  });
});
