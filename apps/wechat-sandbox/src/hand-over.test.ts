import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeHandOver } from './hand-over.ts';
import { openIdentity } from './keys/identity.ts';
import { peopleOf } from './people/people.ts';
import { systemClock } from './platform/clock.ts';
import { randomIds } from './platform/ids.ts';
import { testIdentity } from './testing/start-sandbox.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-hand-over-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('hands over what a merchant gets from WeChat', async () => {
  const folder = join(await temporaryFolder(), 'wechat');
  const identity = await testIdentity();
  writeHandOver({ folder, identity, people: peopleOf(identity), url: 'http://127.0.0.1:3100' });

  const names = await readdir(folder);
  expect(names.sort()).toEqual(
    [
      'apiclient_cert.pem',
      'apiclient_key.pem',
      'credentials.json',
      'pub_key.pem',
      'sandbox-people.json',
      `wechatpay_${identity.platform.serial}.pem`,
    ].sort(),
  );
  const url = 'http://127.0.0.1:3100';
  expect(JSON.parse(await readFile(join(folder, 'credentials.json'), 'utf8'))).toEqual({
    mchid: identity.mchid,
    merchantSerial: new X509Certificate(await readFile(join(folder, 'apiclient_cert.pem'))).serialNumber,
    apiV3Key: identity.apiV3Key,
    platformSerial: identity.platform.serial,
    publicKeyId: identity.publicKey.id,
    payAppid: identity.payAppid,
    paySecret: identity.paySecret,
    miniAppid: identity.miniAppid,
    miniSecret: identity.miniSecret,
    openAppid: identity.openAppid,
    openSecret: identity.openSecret,
    push: identity.push,
    templates: identity.templates,
    miniTemplates: identity.miniTemplates,
    baseUrls: { pay: url, api: url, open: url },
  });
  for (const secret of ['apiclient_key.pem', 'credentials.json']) {
    expect((await stat(join(folder, secret))).mode & 0o777).toBe(0o600);
  }
});

test('keeps WeChat’s own private keys to itself', async () => {
  const folder = await temporaryFolder();
  const identity = await testIdentity();
  writeHandOver({ folder, identity, people: [], url: 'http://127.0.0.1:3100' });
  const texts = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  expect(texts.join('\n')).not.toContain(identity.platform.privateKeyPem.slice(100, 200));
  expect(texts.join('\n')).not.toContain(identity.publicKey.privateKeyPem.slice(100, 200));
});

test('leaves another merchant’s folder alone', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'credentials.json');
  await writeFile(file, '{"mchid":"1900000001"}');
  const identity = await testIdentity();
  expect(() => writeHandOver({ folder, identity, people: [], url: '' })).toThrow(
    /belongs to merchant 1900000001/,
  );
  expect(await readdir(folder)).toEqual(['credentials.json']);
});

test('keeps its keys from one start to the next', async () => {
  const folder = await temporaryFolder();
  const first = await openIdentity(folder, { clock: systemClock, ids: randomIds });
  expect(await openIdentity(folder, { clock: systemClock, ids: randomIds })).toEqual(first);
  expect((await stat(join(folder, 'identity.json'))).mode & 0o777).toBe(0o600);
  expect(first.apiV3Key).toHaveLength(32);
  expect(first.publicKey.id).toMatch(/^PUB_KEY_ID_\d+$/);
}, 30_000);

test('adds to the keys of an earlier version what it did not have yet', async () => {
  const folder = await temporaryFolder();
  const { nextPlatform, paySecret, miniAppid, miniSecret, push, templates, ...earlier } =
    await testIdentity();
  await writeFile(join(folder, 'identity.json'), JSON.stringify(earlier));
  const deps = { clock: systemClock, ids: randomIds };
  const identity = await openIdentity(folder, deps);
  expect(identity).toMatchObject(earlier);
  for (const [added, before] of [
    [identity.nextPlatform.serial, nextPlatform.serial],
    [identity.paySecret, paySecret],
    [identity.miniAppid, miniAppid],
    [identity.miniSecret, miniSecret],
    [identity.push.token, push.token],
    [identity.templates.orderStatus, templates.orderStatus],
  ]) {
    expect(added).toBeTruthy();
    expect(added).not.toBe(before);
  }
  expect(await openIdentity(folder, deps)).toEqual(identity);
});
