import { createHmac } from 'node:crypto';
import type { Identity } from '../keys/identity.ts';

/** A WeChat user who lives in the sandbox. */
export interface SandboxPerson {
  readonly id: string;
  readonly nickname: string;
  readonly englishName: string;
  /** The same for all apps of one Open Platform account. */
  readonly unionid: string;
  /** By appid: an app never sees another app's openid of the same person. */
  readonly openids: Readonly<Record<string, string>>;
}

const CAST = [
  { id: 'laochen', nickname: '掌柜 老陈', englishName: 'Chen, the owner' },
  { id: 'xiaozhou', nickname: '小周', englishName: 'Zhou, the clerk' },
  { id: 'aming', nickname: '顾客 阿明', englishName: 'Ming, a customer' },
  { id: 'xiaolin', nickname: '顾客 小林', englishName: 'Lin, a customer' },
] as const;

/** Who pays when a tool does not say. */
export const DEFAULT_PERSON_ID = 'aming';

/** The sandbox's people. Their ids are derived from the identity, so they outlive restarts. */
export function peopleOf(
  identity: Pick<Identity, 'peopleSeed' | 'payAppid' | 'miniAppid' | 'openAppid'>,
): SandboxPerson[] {
  const derive = (...parts: string[]) =>
    `o${createHmac('sha256', identity.peopleSeed).update(parts.join('/')).digest('base64url').slice(0, 27)}`;
  return CAST.map((member) => ({
    ...member,
    unionid: derive('unionid', member.id),
    openids: Object.fromEntries(
      [identity.payAppid, identity.miniAppid, identity.openAppid].map((appid) => [
        appid,
        derive(appid, member.id),
      ]),
    ),
  }));
}
