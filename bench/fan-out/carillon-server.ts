/** The engine as an application uses it, but for the sender's limits, and for pings, which the raw clients do not answer. */
import { createMessaging, simpleBroker } from '@carillon/messaging';
import { serve } from './server-process.ts';

const messaging = createMessaging({
  broker: simpleBroker({ prefixes: ['/topic'] }),
  authorize: () => true,
  limits: { maxFramesPerSecond: 1_000_000, maxFrameBurst: 1_000_000, pingIntervalMs: 3_600_000 },
});
messaging.endpoint('/');
serve(
  (server) => messaging.attach(server),
  () => messaging.statistics().deliveries,
);
