import { computed, ref, watchEffect } from 'vue';
import { WORDS } from './words/index.ts';
import type { Language } from './words/index.ts';

const KEY = 'sandbox-language';

export const language = ref<Language>(localStorage.getItem(KEY) === 'en' ? 'en' : 'zh');
/** The page's words in the chosen language. */
export const words = computed(() => WORDS[language.value]);

watchEffect(() => {
  localStorage.setItem(KEY, language.value);
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  document.title = `${words.value.title} · Carillon`;
});

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
}
