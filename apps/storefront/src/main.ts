import { createApi } from '@carillon/contract';
import { createApp } from 'vue';
import App from './app/App.vue';
import { createPages } from './app/router.ts';
import { apiKey } from './lib/api.ts';
import { tradeLine } from './features/payment/trade-line.ts';
import { tradeWatchKey } from './features/payment/use-trade-watch.ts';
import { createTradeWatch } from './features/payment/watch-trade.ts';
import { openBuyerLine } from './lib/buyer-line.ts';
import { logInSilently } from './lib/log-in-silently.ts';
import { createRealtime, realtimeKey } from './lib/realtime.ts';
import { isInWeChat } from './lib/wechat-bridge.ts';
import { createSpread, spreadKey } from './lib/spread.ts';
import { createWords } from './lib/words/index.ts';
import './ui/base.css';

const api = createApi();

/** Shows the pages. */
async function open(): Promise<void> {
  createApp(App)
    .use(await createWords(navigator.languages))
    .use(createPages())
    .provide(apiKey, api)
    .provide(realtimeKey, createRealtime(openBuyerLine))
    .provide(spreadKey, createSpread(Math.random))
    .provide(tradeWatchKey, createTradeWatch(tradeLine))
    .mount('#app');
}

const path = location.pathname + location.search;
const leave = (address: string): void => location.replace(address);
const leaves = isInWeChat() && (await logInSilently(api, { path, nowMs: Date.now(), leave }));
if (!leaves) await open();
