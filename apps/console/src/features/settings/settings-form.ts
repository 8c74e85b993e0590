import { MAX_ANSWER_LIMIT_MINUTES, MAX_PROMISE_MINUTES } from '@carillon/contract';
import type { ChangeShopSettings } from '@carillon/contract';
import type { Translate } from '../../lib/i18n/index.ts';
import { parseYuan } from '../../lib/parse-yuan.ts';

export const MIN_ANSWER_LIMIT_MINUTES = 3;

/** The settings as they are typed. */
export interface SettingsForm {
  name: string;
  phone: string;
  address: string;
  pickup: boolean;
  delivers: boolean;
  fee: string;
  minimum: string;
  promise: string;
  answer: string;
}

export function toForm(settings: ChangeShopSettings): SettingsForm {
  const { delivery } = settings;
  return {
    name: settings.name,
    phone: settings.phone,
    address: settings.address,
    pickup: settings.pickup,
    delivers: delivery !== null,
    fee: yuan(delivery?.feeFen ?? 0),
    minimum: yuan(delivery?.minimumFen ?? 0),
    promise: String(settings.promiseMinutes),
    answer: String(settings.answerLimitMinutes),
  };
}

/** Reads what was typed; or says in words what is wrong with it. */
export function readForm(t: Translate, form: SettingsForm): { body: ChangeShopSettings } | { wrong: string } {
  const [feeFen, minimumFen] = [parseYuan(form.fee), parseYuan(form.minimum)];
  const promiseMinutes = whole(form.promise, 1, MAX_PROMISE_MINUTES);
  const answerLimitMinutes = whole(form.answer, MIN_ANSWER_LIMIT_MINUTES, MAX_ANSWER_LIMIT_MINUTES);
  if (form.name.trim() === '') return { wrong: t('settings.missingName') };
  if (form.delivers && (feeFen === undefined || minimumFen === undefined)) {
    return { wrong: t('settings.wrongFee') };
  }
  if (promiseMinutes === undefined)
    return { wrong: t('settings.wrongPromise', { max: MAX_PROMISE_MINUTES }) };
  if (answerLimitMinutes === undefined) {
    const bounds = { min: MIN_ANSWER_LIMIT_MINUTES, max: MAX_ANSWER_LIMIT_MINUTES };
    return { wrong: t('settings.wrongAnswer', bounds) };
  }
  const delivery = form.delivers ? { feeFen: feeFen ?? 0, minimumFen: minimumFen ?? 0 } : null;
  return {
    body: {
      ...{ name: form.name.trim(), phone: form.phone.trim(), address: form.address.trim() },
      ...{ pickup: form.pickup, delivery, promiseMinutes, answerLimitMinutes },
    },
  };
}

function yuan(fen: number): string {
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}

function whole(text: string, min: number, max: number): number | undefined {
  const number = Number(text.trim());
  return text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max
    ? number
    : undefined;
}
