import { createApp } from 'vue';
import type { App as VueApp } from 'vue';
import { createWebHistory } from 'vue-router';
import type { RouterHistory } from 'vue-router';
import { createDevice, deviceKey } from '../features/ring/device.ts';
import type { DeviceParts } from '../features/ring/device.ts';
import { createSession, sessionKey } from '../features/session/session.ts';
import { chooseLocale, createWords } from '../lib/i18n/index.ts';
import { deviceMemory, tabMemory } from '../lib/memory.ts';
import { partsKey } from '../lib/parts.ts';
import type { Parts } from '../lib/parts.ts';
import { createNotices, noticesKey } from '../ui/notices.ts';
import App from './App.vue';
import { createConsoleRouter } from './router.ts';

export interface ConsoleParts extends Parts {
  device: DeviceParts;
  /** The languages that the browser asks for, the dearest first. */
  languages: readonly string[];
  /** Where addresses are kept; the browser's own by default. */
  history?: RouterHistory;
}

/** Puts the console together from its parts. The caller mounts it. */
export function createConsole(parts: ConsoleParts): VueApp {
  const session = createSession(parts.api);
  return createApp(App)
    .provide(partsKey, parts)
    .provide(sessionKey, session)
    .provide(noticesKey, createNotices(parts.clock))
    .provide(deviceKey, createDevice(parts.device, tabMemory, deviceMemory))
    .use(createWords(chooseLocale(parts.languages)))
    .use(createConsoleRouter(parts.history ?? createWebHistory('/console/'), session));
}
