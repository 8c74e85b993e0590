import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger } from 'pino';

/** Paths whose values never reach a log. */
const SECRET_PATHS = [
  'req.headers.cookie',
  'req.headers.authorization',
  'res.headers["set-cookie"]',
  '*.password',
  '*.passwordHash',
  '*.token',
  '*.secret',
  '*.apiV3Key',
  '*.openid',
];

export interface LoggingOptions {
  level: LogLevel;
  /** Where lines go; standard output unless given. */
  destination?: DestinationStream;
}

/**
 * Makes the root logger: one JSON object per line. Order and session ids are fields
 * (`logger.child({ orderId })`), never only part of a sentence.
 */
export function createLogger({ level, destination }: LoggingOptions): Logger {
  const options = { level, redact: { paths: SECRET_PATHS, censor: '[redacted]' } };
  return destination ? pino(options, destination) : pino(options);
}
