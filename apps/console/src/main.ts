/** Starts the console in the browser. */
import '@carillon/design/reset.css';
import 'element-plus/theme-chalk/base.css';
import './app/base.css';
import './app/element-plus.css';
import { createClient } from '@carillon/client';
import { createRequests } from '@carillon/client/requests';
import { CALL_BACK_DESTINATION, ERRORS_DESTINATION, createApi } from '@carillon/contract';
import { createConsole } from './app/create-console.ts';
import { browserDeviceParts } from './features/ring/device.ts';
import { browserClock } from './lib/clock.ts';
import type { Line } from './lib/line.ts';
import type { LineOptions } from './lib/parts.ts';

const HEARTBEAT_MS = 10_000;

function openLine({ mayRetry }: LineOptions): Line {
  const client = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/ws/staff`,
    heartbeatMs: [HEARTBEAT_MS, HEARTBEAT_MS],
    onHandshakeFailure: async () => ((await mayRetry()) ? 'retry' : 'refused'),
  });
  const answers = { replies: CALL_BACK_DESTINATION, errors: ERRORS_DESTINATION };
  return Object.assign(client, createRequests(client, answers));
}

createConsole({
  ...{ api: createApi(), clock: browserClock, openLine },
  ...{ device: browserDeviceParts(), languages: navigator.languages },
}).mount('#app');
