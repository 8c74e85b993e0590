import { join } from 'node:path';
import { pino } from 'pino';
import { readConfiguration } from './configuration.ts';
import { openIdentity } from './keys/identity.ts';
import { systemClock } from './platform/clock.ts';
import { randomIds } from './platform/ids.ts';
import { createSandbox } from './sandbox.ts';

const configuration = readConfiguration(process.env);
const { dataFolder } = configuration;
const identity = await openIdentity(join(dataFolder, 'sandbox'), { clock: systemClock, ids: randomIds });
const sandbox = createSandbox({
  identity,
  dataFolder,
  timeScale: configuration.timeScale,
  callbackDomains: configuration.callbackDomains,
  distFolder: join(import.meta.dirname, '..', 'dist'),
  logger: pino({ name: 'wechat-sandbox', level: configuration.logLevel }),
});

// Before it says that it is ready: who reads that may stop it at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void sandbox.close());
}

const { url } = await sandbox.listen(configuration);
console.log(JSON.stringify({ ready: 'sandbox', url }));
