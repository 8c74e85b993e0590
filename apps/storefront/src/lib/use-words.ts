import type { Locale, Translate } from '@carillon/buyer';
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { speak } from './words/index.ts';

interface WordsInUse {
  t: Translate;
  locale: ComputedRef<Locale>;
  /** Speaks the other language. When its words cannot be loaded, stays with this one. */
  toggle: () => Promise<void>;
}

/** The words of the language the buyer chose. */
export function useWords(): WordsInUse {
  const i18n = useI18n({ useScope: 'global' });
  const locale = computed(() => i18n.locale.value as Locale);
  const t: Translate = (key, values) => i18n.t(key, values ?? {});
  async function toggle(): Promise<void> {
    await speak(i18n, locale.value === 'zh' ? 'en' : 'zh').catch(() => undefined);
  }
  return { t, locale, toggle };
}
