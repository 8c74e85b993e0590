import { computed, ref, watchEffect } from 'vue';
import { WORDS } from './words.ts';
import type { Language } from './words.ts';

const KEY = 'chat-language';

function firstLanguage(): Language {
  const chosen = localStorage.getItem(KEY) ?? navigator.language;
  return chosen.startsWith('zh') ? 'zh' : 'en';
}

const language = ref<Language>(firstLanguage());
/** The page's words in the chosen language. */
export const words = computed(() => WORDS[language.value]);

watchEffect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  document.title = `${words.value.title} · Carillon`;
});

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  localStorage.setItem(KEY, language.value);
}
