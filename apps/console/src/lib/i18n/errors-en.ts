import type { errorsZh } from './errors-zh.ts';

/** Error codes in words, English. */
export const errorsEn: typeof errorsZh = {
  unknown: 'The server did not finish this request ({code}). Try again in a moment.',
  network: 'The server cannot be reached. Check the network of this device, then try again.',
  unreadable_answer:
    'The server gave an answer that cannot be read; it may be restarting. Try again shortly.',
};
