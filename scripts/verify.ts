/** `npm run verify`: what a change must pass. Says of each check how long it took. */
import { spawn } from 'node:child_process';
import { secondsSince } from './seconds-since.ts';
import { root } from './system/program.ts';

/** Checks that only read take one processor each, so two go on at a time; each says what it said when it is done. */
await Promise.all([run('lint'), inTurn(['types', 'layers'])]);
await run('test', { live: true });

async function inTurn(scripts: readonly string[]): Promise<void> {
  for (const script of scripts) await run(script);
}

/** Runs a script of package.json; ends this process with its code when it fails. */
async function run(script: string, { live = false } = {}): Promise<void> {
  const startedAt = performance.now();
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
  process.stdout.write(output);
  console.log(`${script}: ${secondsSince(startedAt)}${code === 0 ? '' : ', failed'}`);
  if (code !== 0) process.exit(code);
}
