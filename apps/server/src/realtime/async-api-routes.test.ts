import {
  CHANGE_NOTICE_DESTINATION,
  NOTICE_DESTINATION,
  ORDER_DESTINATION,
  SEND_CHAT_DESTINATION,
  SHOP_ONLINE_DESTINATION,
} from '@carillon/contract';
import type { AsyncApiDocument } from '@carillon/messaging';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { chineseSummaries } from './chinese-summaries.ts';

describe.each(testDatabases())('the description of the sockets, on %s', (_name, open) => {
  let app: TestApp;
  let document: AsyncApiDocument;
  let context: TestContext;

  beforeAll(async () => {
    context = makeContext(await open());
    app = await makeApp(context, { publicUrl: 'https://shop.test' });
    document = (await app.http.inject('/asyncapi.json')).json();
  });

  afterAll(async () => {
    await app.close();
  });

  async function page(query = '', headers: Record<string, string> = {}): Promise<string> {
    return (await app.http.inject({ url: `/asyncapi${query}`, headers })).body;
  }

  test('tells programs all that goes in and out, each with its payload', () => {
    expect(document).toMatchObject({
      asyncapi: '3.0.0',
      servers: { staff: { host: 'shop.test', protocol: 'wss', pathname: '/ws/staff' } },
    });
    const channels = Object.values(document.channels);
    for (const destination of [
      CHANGE_NOTICE_DESTINATION,
      NOTICE_DESTINATION,
      ORDER_DESTINATION,
      SEND_CHAT_DESTINATION,
      SHOP_ONLINE_DESTINATION,
    ]) {
      expect(channels.map(({ address }) => address)).toContain(destination);
    }
    const withoutPayload = channels.filter(({ messages }) =>
      Object.values(messages).some(({ payload }) => payload === undefined),
    );
    expect(withoutPayload.map(({ address }) => address)).toEqual([]);
  });

  test('has a summary for every operation, in English and Chinese', () => {
    const summaries = Object.values(document.operations).map(({ summary }) => summary ?? 'none');
    const texts = [...summaries, ...parameterTexts()];
    expect(texts.filter((text) => !(text in chineseSummaries))).toEqual([]);
    expect(Object.keys(chineseSummaries).filter((text) => !texts.includes(text))).toEqual([]);
  });

  function parameterTexts(): string[] {
    return Object.values(document.channels).flatMap(({ parameters = {} }) =>
      Object.values(parameters).map(({ description }) => description ?? 'none'),
    );
  }

  test('says of each variable of an address what it stands for', async () => {
    expect(document.channels['app.sendChatMsgById.accountId']?.parameters).toEqual({
      accountId: { description: expect.stringContaining('Whom it is for') as string },
    });
    expect(parameterTexts()).not.toContain('none');
    expect(await page('?lang=en')).toMatch(/<dt><var>\{accountId\}<\/var><\/dt>\s*<dd>Whom it is for/);
    expect(await page()).toContain('发给谁，');
  });

  test('shows people every address and the fields of its payload, in their language', async () => {
    const [chinese, english] = [await page(), await page('?lang=en')];
    for (const { address } of Object.values(document.channels)) {
      const shown = address.replace(/(\{[^}]*\})/g, '<var>$1</var>');
      expect(english).toContain(shown);
    }
    expect(english).toContain('What a shop announces; for everybody.');
    expect(chinese).toContain('一家店的公告；谁都能听。');
    expect(await page('', { 'accept-language': 'en-GB,en' })).toBe(english);
    expect(await page('?lang=xx', { 'accept-language': 'fr' })).toBe(chinese);
  });

  test('needs nothing that the Content-Security-Policy refuses, and nothing from elsewhere', async () => {
    const html = await page();
    expect(html).not.toMatch(/<script|<img|@import|url\(|\son\w+=/i);
    expect([...html.matchAll(/(?:src|href)="([^",]*)/g)].map(([, address]) => address)).toEqual([
      'data:image/svg+xml',
      '?lang=en',
      '/asyncapi.json',
      '/api/docs',
    ]);
  });

  test('names the host that was asked, where there is no public address, and none that cannot be one', async () => {
    const local = await makeApp(context);
    const hostOf = async (host: string) => {
      const reply = await local.http.inject({ url: '/asyncapi.json', headers: { host } });
      return reply.json<AsyncApiDocument>().servers?.staff?.host;
    };
    expect(await hostOf('shop.local:8080')).toBe('shop.local:8080');
    expect(await hostOf('<b>[')).toBe('localhost');
    await local.close();
  });

  test('is led to by the description of the HTTP API', async () => {
    expect((await app.http.inject('/api/docs/json')).body).toContain('(/asyncapi)');
  });
});
