import { createHash } from 'node:crypto';
import { RESP_TYPES } from 'redis';
import type { RedisClient } from './redis-client.ts';

/** A Lua script with its SHA-1, by which Redis knows it once it was loaded. */
export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

export function redisScript(text: string): RedisScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

export interface ScriptCall {
  readonly keys: readonly string[];
  readonly args: readonly (string | Buffer)[];
}

const BUFFERS = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } };

/** Runs a script, also when Redis was told to forget it. Strings of its answer are Buffers. */
export async function runScript(
  client: RedisClient,
  { sha, text }: RedisScript,
  { keys, args }: ScriptCall,
): Promise<unknown> {
  const rest = [String(keys.length), ...keys, ...args];
  try {
    return await client.sendCommand<unknown>(['EVALSHA', sha, ...rest], BUFFERS);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return client.sendCommand<unknown>(['EVAL', text, ...rest], BUFFERS);
  }
}

/** Teaches Redis scripts, so that what is run afterwards takes effect in the order in which it was sent. */
export async function loadScripts(client: RedisClient, scripts: readonly RedisScript[]): Promise<void> {
  await Promise.all(scripts.map(({ text }) => client.sendCommand(['SCRIPT', 'LOAD', text])));
}
