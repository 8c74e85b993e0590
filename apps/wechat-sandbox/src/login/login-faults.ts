import type { Fault } from '../faults/fault.ts';

/** How the next login goes, when its code is exchanged. */
export const LOGIN_FAULTS = {
  'login-code-expired': { zh: '登录的 code 过期：40029', en: 'The login code has expired: 40029' },
  'login-code-used': { zh: '登录的 code 已经用过：40163', en: 'The login code was used before: 40163' },
  'snapshot-user': {
    zh: '网页授权得到“快照页”的虚拟账号：is_snapshotuser',
    en: 'A page’s login gives the stand-in of a snapshot page: is_snapshotuser',
  },
  'risk-user': {
    zh: '小程序登录的人有风险：40226',
    en: 'Who logs in from the mini program is held for a risk: 40226',
  },
} satisfies Record<string, Fault>;
