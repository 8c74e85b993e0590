/** Starts the console in the browser. */
import '@carillon/design/reset.css';
import 'element-plus/theme-chalk/base.css';
import './app/base.css';
import './app/element-plus.css';
import { createClient } from '@carillon/client';
import { createApi } from '@carillon/contract';
import { createConsole } from './app/create-console.ts';
import { browserDeviceParts } from './features/ring/device.ts';
import { browserClock } from './lib/clock.ts';

const HEARTBEAT_MS = 10_000;

createConsole({
  api: createApi(),
  clock: browserClock,
  device: browserDeviceParts(),
  openLine: ({ mayRetry }) =>
    createClient({
      url: `${location.origin.replace(/^http/, 'ws')}/ws/staff`,
      heartbeatMs: [HEARTBEAT_MS, HEARTBEAT_MS],
      onHandshakeFailure: async () => ((await mayRetry()) ? 'retry' : 'refused'),
    }),
}).mount('#app');
