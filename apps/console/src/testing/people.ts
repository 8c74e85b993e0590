import type { Colleague, Invitation, OwnAccount, OwnSession, ShopSettings } from '@carillon/contract';
import { MORNING_MS } from './orders.ts';

const at = (minutes: number): string => new Date(MORNING_MS + minutes * 60_000).toISOString();

/** Makes somebody of the staff: a clerk with a password. */
export function aColleague(id: number, parts: Partial<Colleague> = {}): Colleague {
  return {
    ...{ id, name: '小周', username: 'zhou', role: 'clerk', isDisabled: false },
    ...{ hasPassword: true, wechat: { qr: false, official: false }, isSelf: false },
    ...parts,
  };
}

/** Makes an open invitation, good for a day. */
export function anInvitation(id: number, parts: Partial<Invitation> = {}): Invitation {
  return {
    ...{ id, name: '小吴', role: 'clerk', invitedBy: '掌柜' },
    ...{ createdAt: at(0), expiresAt: at(24 * 60) },
    ...parts,
  };
}

/** Makes an account with a password and without WeChat. */
export function anAccount(parts: Partial<OwnAccount> = {}): OwnAccount {
  return {
    ...{ id: 1, name: '掌柜', username: 'demo', hasPassword: true },
    ...{ wechat: { qr: false, official: false }, offers: { qr: true, official: true } },
    ...parts,
  };
}

/** Makes a login of one's own. */
export function aSession(id: string, parts: Partial<OwnSession> = {}): OwnSession {
  return {
    ...{ id, device: 'iPad · Safari', way: 'password', startedAt: at(-60), lastUsedAt: at(0), isThis: false },
    ...parts,
  };
}

/** Makes the settings of a shop that is open and delivers. */
export function someSettings(parts: Partial<ShopSettings> = {}): ShopSettings {
  return {
    ...{ name: '川味小馆', phone: '028-1', address: '一条街', pickup: true, isOpen: true },
    ...{ delivery: { feeFen: 500, minimumFen: 3000 }, promiseMinutes: 30, answerLimitMinutes: 10 },
    ...parts,
  };
}
