import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMerchant, orderBody } from './merchant.ts';
import { startTestSandbox } from './index.ts';
import { systemClock } from '../platform/clock.ts';

test('a test starts a sandbox, orders and pays, and leaves nothing behind', async () => {
  const { url, sandbox, identity, dataFolder, control, close } = await startTestSandbox();
  onTestFinished(close);
  expect(existsSync(join(dataFolder, 'wechat', 'credentials.json'))).toBe(true);
  const merchant = createMerchant(sandbox.app, identity, systemClock);
  expect((await merchant.order()).statusCode).toBe(200);
  const { out_trade_no: outTradeNo } = orderBody(identity);
  expect(await control('POST', '/pay', { outTradeNo })).toMatchObject({ trade: { state: 'SUCCESS' } });
  await expect(control('POST', '/pay', { outTradeNo })).rejects.toThrow('trade_paid');
  await close();
  expect(existsSync(dataFolder)).toBe(false);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
