#!/usr/bin/env node
import { examine } from './operator/doctor.ts';
import { writeFindings } from './operator/finding.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { createLogger } from './platform/logging.ts';

const USAGE = `carillon <command>

  serve    runs the server, as \`node apps/server/src/main.ts\` does
  doctor   looks at the database, the books, Redis and WeChat, and says what to do; exits with 1 if something fails

Both read the same variables of the environment: docs/production.md.
`;

/** What an operator types: `carillon serve`, `carillon doctor`. */
async function run(command: string | undefined): Promise<void> {
  if (command === 'serve') {
    await import('./main.ts');
    return;
  }
  if (command !== 'doctor') {
    process.stdout.write(USAGE);
    process.exitCode = command === undefined || command === 'help' || command === '--help' ? 0 : 2;
    return;
  }
  const findings = await examine(readConfig(), {
    clock: systemClock,
    logger: createLogger({ level: 'silent' }),
  });
  process.stdout.write(writeFindings(findings));
  process.exitCode = findings.some(({ state }) => state === 'fail') ? 1 : 0;
}

run(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`carillon: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
