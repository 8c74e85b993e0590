import { readonly, ref } from 'vue';
import type { Ref } from 'vue';
import type { Locale } from '../../lib/i18n/index.ts';

/** The voice of this device, where it has one: many Android WebViews and all headless browsers have none. */
export interface Speaker {
  /** Languages that a voice exists for. Browsers tell late, so it may grow. */
  readonly languages: Readonly<Ref<readonly Locale[]>>;
  /** Says it, unless there is no voice or another sentence is still being said. */
  speak(locale: Locale, text: string): void;
}

const VOICES: Record<Locale, RegExp> = { zh: /^(?:zh|cmn)/i, en: /^en/i };

export function createSpeaker(synthesis: SpeechSynthesis | undefined): Speaker {
  const languages = ref<readonly Locale[]>([]);

  function voiceOf(locale: Locale): SpeechSynthesisVoice | undefined {
    const voices = synthesis?.getVoices().filter(({ lang }) => VOICES[locale].test(lang)) ?? [];
    return voices.find(({ localService }) => localService) ?? voices[0];
  }
  function look(): void {
    languages.value = (['zh', 'en'] as const).filter((locale) => voiceOf(locale) !== undefined);
  }
  look();
  synthesis?.addEventListener('voiceschanged', look);

  function speak(locale: Locale, text: string): void {
    const voice = voiceOf(locale);
    if (!synthesis || !voice || !text || synthesis.speaking) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    synthesis.speak(utterance);
  }
  return { languages: readonly(languages), speak };
}
