import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { NOW_MS, platformKeys, publicKeyKeys } from '../../testing/pay-stand-in.ts';
import { createKeyRing } from './key-ring.ts';
import type { KeyRing, VerifyingKey } from './key-ring.ts';

const HOUR_MS = 3_600_000;
const OLD = 'AAAAAAAA01';
const NEW = 'BBBBBBBB02';
const PUBLIC_KEY_ID = 'PUB_KEY_ID_01';

const certificateKey = createPublicKey(platformKeys.publicKey);
const publicKey = createPublicKey(publicKeyKeys.publicKey);

function entry(serial: string, key: KeyObject, expiresAtMs: number): VerifyingKey {
  return { serial, key, expiresAtMs };
}

describe('the keys of WeChat Pay', () => {
  let nowMs: number;
  let listed: VerifyingKey[] | Error;
  let downloads: number;
  let failures: unknown[];

  beforeEach(() => {
    nowMs = NOW_MS;
    listed = [entry(OLD, certificateKey, NOW_MS + 100 * HOUR_MS)];
    downloads = 0;
    failures = [];
  });

  function ringOf(configured: VerifyingKey[] = [], downloading = true): KeyRing {
    const download = async () => {
      downloads += 1;
      await Promise.resolve();
      if (listed instanceof Error) throw listed;
      return listed;
    };
    return createKeyRing({
      configured,
      download: downloading ? download : undefined,
      onDownloadFailed: (error) => failures.push(error),
      clock: () => nowMs,
    });
  }

  test('are chosen by serial, public keys and certificates side by side', async () => {
    const ring = ringOf([entry(PUBLIC_KEY_ID, publicKey, Number.POSITIVE_INFINITY)]);
    await expect(ring.find(PUBLIC_KEY_ID)).resolves.toBe(publicKey);
    await expect(ring.find(OLD)).resolves.toBe(certificateKey);
    expect(ring.publicKeyId).toBe(PUBLIC_KEY_ID);
  });

  test('are downloaded at the first need, and not again for those at hand', async () => {
    const ring = ringOf();
    expect(ring.known(OLD)).toBeUndefined();
    await expect(ring.find(OLD)).resolves.toBe(certificateKey);
    await ring.find(OLD);
    expect(ring.known(OLD)).toBe(certificateKey);
    expect(downloads).toBe(1);
  });

  test('are downloaded once for many that ask at the same time', async () => {
    const ring = ringOf();
    const found = await Promise.all(Array.from({ length: 50 }, () => ring.find(OLD)));
    expect(found.every((key) => key === certificateKey)).toBe(true);
    expect(downloads).toBe(1);
  });

  test('are downloaded at most once a minute, however many unknown serials come', async () => {
    const ring = ringOf();
    for (let forged = 0; forged < 100; forged += 1) {
      await expect(ring.find(`FFFFFFFF${forged + 10}`)).resolves.toBeUndefined();
    }
    expect(downloads).toBe(1);
    nowMs += 60_000;
    listed = [entry(OLD, certificateKey, NOW_MS + 100 * HOUR_MS), entry(NEW, publicKey, Infinity)];
    await expect(ring.find(NEW)).resolves.toBe(publicKey);
    await expect(ring.find(OLD)).resolves.toBe(certificateKey);
    expect(downloads).toBe(2);
  });

  test.each(['', 'PUB_KEY_ID_99', 'not hexadecimal', 'AB', 'F'.repeat(65), '__proto__'])(
    'are not downloaded for what cannot be a certificate: %j',
    async (serial) => {
      const ring = ringOf([entry(OLD, certificateKey, Number.POSITIVE_INFINITY)]);
      await ring.find(OLD);
      downloads = 0;
      nowMs += 60_000;
      await expect(ring.find(serial)).resolves.toBeUndefined();
      expect(downloads).toBe(0);
    },
  );

  test('are never downloaded when they are not to be', async () => {
    const ring = ringOf([entry(OLD, certificateKey, Number.POSITIVE_INFINITY)], false);
    await expect(ring.find(OLD)).resolves.toBe(certificateKey);
    await expect(ring.find(NEW)).resolves.toBeUndefined();
    expect(downloads).toBe(0);
  });

  test('are renewed after 11 hours without keeping anybody waiting', async () => {
    const ring = ringOf();
    await ring.find(OLD);
    nowMs += 11 * HOUR_MS - 1;
    await ring.find(OLD);
    expect(downloads).toBe(1);
    nowMs += 1;
    listed = [entry(NEW, publicKey, Number.POSITIVE_INFINITY)];
    await expect(ring.find(OLD)).resolves.toBe(certificateKey);
    expect(downloads).toBe(2);
    await expect.poll(() => ring.known(NEW)).toBe(publicKey);
    expect(ring.known(OLD)).toBeUndefined();
  });

  test('are good no longer once they expire', async () => {
    const ring = ringOf([entry(NEW, publicKey, NOW_MS + HOUR_MS)]);
    await ring.find(OLD);
    nowMs += 100 * HOUR_MS - 1;
    expect(ring.known(OLD)).toBe(certificateKey);
    nowMs += 1;
    expect(ring.known(OLD)).toBeUndefined();
    expect(ring.known(NEW)).toBeUndefined();
    await expect(ring.find(OLD)).resolves.toBeUndefined();
  });

  test('stay as they are when a download fails, which is told', async () => {
    const ring = ringOf();
    await ring.find(OLD);
    listed = new Error('no');
    nowMs += 60_000;
    await expect(ring.find(NEW)).resolves.toBeUndefined();
    await expect(ring.find(OLD)).resolves.toBe(certificateKey);
    expect(failures).toEqual([listed]);
  });

  test('for encryption are the public key, else the certificate that expires last', async () => {
    const first = entry(OLD, certificateKey, NOW_MS + HOUR_MS);
    const last = entry(NEW, publicKey, NOW_MS + 2 * HOUR_MS);
    const open = entry(PUBLIC_KEY_ID, publicKey, Number.POSITIVE_INFINITY);
    await expect(ringOf([first, last], false).forEncryption()).resolves.toBe(last);
    await expect(ringOf([last, first, open], false).forEncryption()).resolves.toBe(open);
    await expect(ringOf([], false).forEncryption()).resolves.toBeUndefined();
    await expect(ringOf().forEncryption()).resolves.toMatchObject({ serial: OLD });
  });
});
