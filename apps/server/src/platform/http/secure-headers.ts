import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const HOST_PATTERN = /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i;

export interface SecureHeaderOptions {
  readonly https: boolean;
  /** In development: the sandbox, whose bridge and pay sheet stand in for those of WeChat's browser. */
  readonly sandboxUrl?: string | undefined;
}

/**
 * Headers that keep browsers from doing what our pages never ask for. Everything comes from this server, but in
 * development what WeChat's own browser would bring.
 */
export async function secureHeaders(
  app: FastifyInstance,
  { https, sandboxUrl }: SecureHeaderOptions,
): Promise<void> {
  const sandbox = sandboxUrl === undefined ? [] : [new URL(sandboxUrl).origin];
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        // Scanners are WebAssembly.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'", ...sandbox],
        ...(sandbox.length > 0 && { frameSrc: sandbox }),
        workerSrc: ["'self'", 'blob:'],
        // The component libraries place their pop-ups by style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        connectSrc: ["'self'", webSocketOrigins],
      },
    },
    // A page's own requests must carry their origin; foreign pages learn nothing.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https,
  });
}

/** Older WebViews do not take 'self' to cover ws: and wss:. */
function webSocketOrigins({ headers }: IncomingMessage): string {
  const host = headers.host ?? '';
  return HOST_PATTERN.test(host) ? `ws://${host} wss://${host}` : "'self'";
}
