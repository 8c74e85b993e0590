import { useI18n } from 'vue-i18n';
import { settingsEn } from './i18n/settings-en.ts';
import { settingsZh } from './i18n/settings-zh.ts';

/** Adds the words of settings and of the audit log to those of the console: they come with these pages, not before. */
export function useSettingsWords(): void {
  const words = useI18n({ useScope: 'global' });
  words.mergeLocaleMessage('zh', { settings: settingsZh });
  words.mergeLocaleMessage('en', { settings: settingsEn });
}
