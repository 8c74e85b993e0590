import { createApi } from '@carillon/contract';
import { createApp } from 'vue';
import App from './app/App.vue';
import { createPages } from './app/router.ts';
import { apiKey } from './lib/api.ts';
import { tradeLine } from './features/payment/trade-line.ts';
import { tradeWatchKey } from './features/payment/use-trade-watch.ts';
import { createTradeWatch } from './features/payment/watch-trade.ts';
import { openBuyerLine } from './lib/buyer-line.ts';
import { createRealtime, realtimeKey } from './lib/realtime.ts';
import { createWords } from './lib/words/index.ts';
import './ui/base.css';

const words = await createWords();

createApp(App)
  .use(words)
  .use(createPages())
  .provide(apiKey, createApi())
  .provide(realtimeKey, createRealtime(openBuyerLine))
  .provide(tradeWatchKey, createTradeWatch(tradeLine))
  .mount('#app');
