import { errorWords } from '@carillon/buyer';
import type { Translate } from '@carillon/buyer';
import { tell } from './wechat-screen.ts';

/** What stands where there is nothing to show: loading, or why there is nothing; `state.wxml` shows it. */
export interface PageState {
  readonly loading?: string;
  readonly title?: string;
  readonly text?: string;
  readonly retry?: string;
}

export function loadingState(t: Translate): PageState {
  return { loading: t('common.loading') };
}

export function failedState(t: Translate, error: unknown): PageState {
  return { ...errorWords(t, error), retry: t('common.retry') };
}

/** Says a failure over what stays on the screen. */
export function sayFailure(t: Translate, error: unknown): void {
  const { title, text } = errorWords(t, error);
  tell({ title, text, close: t('common.close') });
}
