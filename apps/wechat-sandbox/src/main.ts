import { join } from 'node:path';
import { pino } from 'pino';
import { readConfiguration } from './configuration.ts';
import { openIdentity } from './keys/identity.ts';
import { systemClock } from './platform/clock.ts';
import { randomIds } from './platform/ids.ts';
import { takeFolder } from './platform/take-folder.ts';
import { createSandbox } from './sandbox.ts';

/** Starts the sandbox of this machine and prints `{"ready":"sandbox","url":…}` when it takes requests. */
async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const { dataFolder } = configuration;
  await takeFolder(dataFolder);
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
}

main().catch((error: unknown) => {
  console.error(`sandbox: ${sayWhy(error)}`);
  process.exit(1);
});

function sayWhy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `The port is taken (${error.message}). Set SANDBOX_PORT to another; 0 takes any free one.`;
  }
  return error.message;
}
