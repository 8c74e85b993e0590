import type { Locale } from '@carillon/buyer';
import { wxMemory } from './wx-memory.ts';

/** The language that was chosen here before, else WeChat's own. */
export function speaks(): Locale {
  const chosen = wxMemory.recall('locale');
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return wx.getAppBaseInfo().language.startsWith('zh') ? 'zh' : 'en';
}

/** Speaks a language from the next page on. */
export function speak(locale: Locale): void {
  wxMemory.remember('locale', locale);
}
