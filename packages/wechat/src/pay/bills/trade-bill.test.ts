import { createHash, verify } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { billText } from '../../testing/bill-stand-in.ts';
import { clientAnswered, merchantKeys, signedAnswer } from '../../testing/pay-stand-in.ts';
import type { PayClientOptions } from '../pay-client.ts';

const DOWNLOAD_URL = 'https://files.example/v3/billdownload/file?token=a%2Fb&tartype=gzip';

function sha1(bytes: string | Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

interface Bill {
  readonly file?: string | Uint8Array<ArrayBuffer>;
  readonly promise?: Record<string, unknown>;
  readonly over?: Partial<PayClientOptions>;
}

/** A client that is told of a bill, and then given this file. */
function billed({ file = gzipSync(billText()), promise, over }: Bill = {}) {
  let asked = false;
  const found = { hash_type: 'SHA1', hash_value: sha1(billText()), download_url: DOWNLOAD_URL, ...promise };
  const answer = () => {
    if (asked) return new Response(file);
    asked = true;
    return signedAnswer(found);
  };
  return clientAnswered(answer, over);
}

const day = { billDate: '2026-11-20' };

describe('a trade bill', () => {
  test('is asked for, downloaded from where WeChat Pay says, unpacked, checked and read', async () => {
    const { client, sent } = billed();
    await expect(client.tradeBill(day)).resolves.toMatchObject({
      rows: [{ outTradeNo: 'C00000042' }, { outRefundNo: 'R00000042' }],
    });
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET https://pay.example/v3/bill/tradebill?bill_date=2026-11-20&bill_type=ALL&tar_type=GZIP',
      `GET ${DOWNLOAD_URL}`,
    ]);
  });

  test('is downloaded with a signature over the path and query of its own address', async () => {
    const { client, sent } = billed();
    await client.tradeBill({ ...day, billType: 'REFUND' });
    const authorization = sent[1]?.headers.get('authorization') ?? '';
    const signature = Buffer.from(/signature="([^"]+)"/.exec(authorization)?.[1] ?? '', 'base64');
    const path = '/v3/billdownload/file?token=a%2Fb&tartype=gzip';
    const lines = `GET\n${path}\n1795233600\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n`;
    expect(verify('RSA-SHA256', Buffer.from(lines), merchantKeys.publicKey, signature)).toBe(true);
  });

  test('may come unpacked', async () => {
    await expect(billed({ file: billText() }).client.tradeBill(day)).resolves.toMatchObject({
      summary: { count: 2 },
    });
  });

  test('may have its SHA-1 in capitals', async () => {
    const promise = { hash_value: sha1(billText()).toUpperCase() };
    await expect(billed({ promise }).client.tradeBill(day)).resolves.toBeDefined();
  });

  test.each([
    ['with another SHA-1 than promised', { file: gzipSync(`${billText()} `) }, 'wechat_bill_changed'],
    ['cut in the middle', { file: gzipSync(billText()).subarray(0, -20) }, 'wechat_bill_changed'],
    ['larger than the limit', { over: { billLimitBytes: 100 } }, 'wechat_answer_too_large'],
    [
      'larger than the limit once it is unpacked',
      { file: gzipSync('0'.repeat(100_000)), over: { billLimitBytes: 10_000 } },
      'wechat_answer_too_large',
    ],
    ['without an address', { promise: { download_url: '' } }, 'wechat_answer_unreadable'],
    [
      'at an unsafe address',
      { promise: { download_url: 'http://files.example/f' } },
      'wechat_answer_unreadable',
    ],
    ['without a SHA-1', { promise: { hash_value: '' } }, 'wechat_answer_unreadable'],
    ['with a hash of another kind', { promise: { hash_type: 'SM3' } }, 'wechat_answer_unreadable'],
  ])('is not taken %s', async (_, bill, code) => {
    await expect(billed(bill).client.tradeBill(day)).rejects.toMatchObject({ code, outcome: 'unknown' });
  });

  test.each([
    ['NO_STATEMENT_EXIST', 'wechat_bill_not_exist', 'final'],
    ['STATEMENT_CREATING', 'wechat_bill_creating', 'later'],
  ])('refused with %s is %s, outcome %s', async (wechatCode, code, outcome) => {
    const { client } = clientAnswered(() => Response.json({ code: wechatCode }, { status: 400 }));
    await expect(client.tradeBill(day)).rejects.toMatchObject({ code, outcome });
  });

  test('whose download is refused says why', async () => {
    let asked = false;
    const { client } = clientAnswered(() => {
      if (asked) return Response.json({ code: 'NO_AUTH' }, { status: 403 });
      asked = true;
      return signedAnswer({ hash_type: 'SHA1', hash_value: 'a', download_url: DOWNLOAD_URL });
    });
    const error: unknown = await client.tradeBill(day).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'wechat_no_auth', status: 403 });
    expect(String(error)).not.toContain('token');
  });

  test.each(['2026-11-22', '2026-02-30', '2026-13-01', '20261120', '', '2026-11-20&a=b'])(
    'of the day %j is not asked for',
    async (billDate) => {
      const { client, sent } = billed();
      await expect(client.tradeBill({ billDate })).rejects.toMatchObject({
        code: 'wechat_bill_date_invalid',
        field: 'bill_date',
      });
      expect(sent).toEqual([]);
    },
  );
});

test('a fund flow bill comes as the file it is', async () => {
  const { client, sent } = billed();
  const file = await client.fundFlowBill({ ...day, accountType: 'FEES' });
  expect(Buffer.from(file).toString()).toBe(billText());
  expect(sent[0]?.url).toBe(
    'https://pay.example/v3/bill/fundflowbill?bill_date=2026-11-20&account_type=FEES&tar_type=GZIP',
  );
});
