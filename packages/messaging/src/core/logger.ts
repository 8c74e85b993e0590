/** What the engine logs to; pino, console and Fastify's loggers all fit. */
export interface Logger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** For engines that are to say nothing, whatever happens: tests. */
export const silentLogger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The default: what goes wrong is on standard error, what goes well is nobody's business. */
export const consoleLogger: Logger = {
  info: () => undefined,
  warn: (details, message) => console.warn('@carillon/messaging:', message, details),
  error: (details, message) => console.error('@carillon/messaging:', message, details),
};
