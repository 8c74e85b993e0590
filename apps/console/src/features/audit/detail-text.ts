import { formatFen } from '@carillon/contract';
import type { AuditEntry } from '@carillon/contract';
import { settingsZh } from '../../lib/i18n/settings-zh.ts';
import type { Translate } from '../../lib/i18n/index.ts';

type Value = AuditEntry['detail'][string];

const { details, actions } = settingsZh.audit;

/** Says in words what somebody did; an operation of a newer server is named as it is. */
export function actionText(t: Translate, action: string): string {
  return Object.hasOwn(actions, action) ? t(`settings.audit.actions.${action}`) : action;
}

/** Says what was asked for with it: `角色：店长 · 原因：餐品售完`. */
export function detailText(t: Translate, detail: AuditEntry['detail']): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) =>
      t('settings.audit.pair', { name: nameOf(t, key), value: valueText(t, key, value) }),
    )
    .join(' · ');
}

function nameOf(t: Translate, key: string): string {
  return Object.hasOwn(details, key) ? t(`settings.audit.details.${key}`) : key;
}

function valueText(t: Translate, key: string, value: Value): string {
  if (typeof value === 'boolean') return t(value ? 'settings.audit.yes' : 'settings.audit.no');
  if (typeof value === 'number' && key.endsWith('Fen')) return formatFen(value);
  if (key === 'role') return t(`session.role.${String(value)}`);
  return String(value);
}
