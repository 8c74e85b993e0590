import type { Locale, Translate } from '@carillon/buyer';
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { remember } from './memory.ts';
import { speak } from './words/index.ts';

interface WordsInUse {
  t: Translate;
  locale: ComputedRef<Locale>;
  /** Speaks the other language, and at the next visit. When its words cannot be loaded, stays with this one. */
  toggle: () => Promise<void>;
}

/** The words of the language the buyer chose. */
export function useWords(): WordsInUse {
  const i18n = useI18n({ useScope: 'global' });
  const locale = computed(() => i18n.locale.value as Locale);
  const t: Translate = (key, values) => i18n.t(key, values ?? {});
  async function toggle(): Promise<void> {
    const wanted = locale.value === 'zh' ? 'en' : 'zh';
    try {
      await speak(i18n, wanted);
      remember('locale', wanted);
    } catch {
      // Its words did not load: what is on the page stays.
    }
  }
  return { t, locale, toggle };
}
