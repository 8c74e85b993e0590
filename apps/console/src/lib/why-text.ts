import { moneyZh } from './i18n/money-zh.ts';
import type { Translate } from './i18n/index.ts';

/** Says in words why WeChat did not do something; a code that has none is named as it is. */
export function whyText(t: Translate, code: string): string {
  return t(Object.hasOwn(moneyZh.why, code) ? `money.why.${code}` : 'money.why.unknown', { code });
}
