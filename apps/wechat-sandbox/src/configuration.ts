import { resolve } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  /** 0 takes a free one. */
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(3100),
  SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  /** 1 keeps WeChat Pay's own retry schedule; 60 runs it sixty times faster. */
  SANDBOX_TIME_SCALE: z.coerce.number().positive().max(1_000_000).default(1),
  /** Comma-separated hosts that website login may return to, beside this machine's own. */
  SANDBOX_CALLBACK_DOMAINS: z.string().default(''),
  CARILLON_DATA: z.string().min(1).default('data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

export interface Configuration {
  host: string;
  port: number;
  timeScale: number;
  callbackDomains: string[];
  dataFolder: string;
  logLevel: string;
}

/** @throws with a sentence per variable that is wrong. */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(`The sandbox cannot start:\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  return {
    host: values.SANDBOX_HOST,
    port: values.SANDBOX_PORT,
    timeScale: values.SANDBOX_TIME_SCALE,
    callbackDomains: values.SANDBOX_CALLBACK_DOMAINS.split(',')
      .map((domain) => domain.trim())
      .filter((domain) => domain !== ''),
    dataFolder: resolve(values.CARILLON_DATA),
    logLevel: values.LOG_LEVEL,
  };
}
