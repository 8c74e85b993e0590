import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SandboxPerson } from './people/people.ts';
import { writeFileWhole } from './platform/write-file.ts';
import type { Identity } from './keys/identity.ts';

const PRIVATE = 0o600;

export interface HandOver {
  folder: string;
  identity: Identity;
  people: readonly SandboxPerson[];
  /** Where the sandbox answers: it plays all three hosts. */
  url: string;
}

/**
 * Puts into the folder what a merchant downloads from WeChat and types into a configuration: certificate and
 * key files, and `credentials.json`. The latter is written last, so whoever finds it finds the rest. Each file
 * is whole or absent. Written at each start, since the address may have changed.
 *
 * @throws when the folder holds another merchant's credentials: those might be real ones.
 */
export function writeHandOver({ folder, identity, people, url }: HandOver): void {
  refuseStrangers(folder, identity.mchid);
  mkdirSync(folder, { recursive: true, mode: 0o700 });

  const put = (name: string, text: string, mode?: number) => writeFileWhole(join(folder, name), text, mode);
  put('apiclient_key.pem', identity.merchant.privateKeyPem, PRIVATE);
  put('apiclient_cert.pem', identity.merchant.certificatePem);
  put(`wechatpay_${identity.platform.serial}.pem`, identity.platform.certificatePem);
  put('pub_key.pem', identity.publicKey.publicKeyPem);
  put('sandbox-people.json', toJson(people));
  put('credentials.json', toJson(credentialsOf(identity, url)), PRIVATE);
}

function credentialsOf(identity: Identity, url: string) {
  return {
    mchid: identity.mchid,
    merchantSerial: identity.merchant.serial,
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
  };
}

function refuseStrangers(folder: string, mchid: string): void {
  const file = join(folder, 'credentials.json');
  if (!existsSync(file)) return;
  const owner = z.object({ mchid: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
  if (owner.mchid === mchid) return;
  throw new Error(
    `${file} belongs to merchant ${owner.mchid}, not to this sandbox (${mchid}). ` +
      'Nothing was written. Move the folder away, or start the sandbox with another CARILLON_DATA.',
  );
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
