import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { rememberLocale } from './i18n/index.ts';
import type { Locale, Translate } from './i18n/index.ts';

/** The words of the chosen language, and a way to choose the other. */
export function useWords() {
  const words = useI18n();
  const { t, locale } = words;
  const translate: Translate = (key, values) => t(key, values ?? {});
  const chosen = computed(() => locale.value as Locale);
  function toggle(): void {
    locale.value = chosen.value === 'zh' ? 'en' : 'zh';
    rememberLocale(chosen.value);
  }
  return { t: translate, has: (key: string) => words.te(key), locale: chosen, toggle };
}
