import type { FastifyInstance } from 'fastify';
import { bridgeScript } from './bridge-script.ts';
import { paySheet } from './pay-sheet.ts';

/** What a shop's page loads to be paid as inside WeChat, and the sheet that this opens. */
export function bridgeRoutes(scope: FastifyInstance): void {
  scope.get('/sandbox/weixin-js-bridge.js', (request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('Cache-Control', 'no-store')
      // Another origin's page loads it.
      .header('Cross-Origin-Resource-Policy', 'cross-origin')
      .send(bridgeScript(`${request.protocol}://${request.host}`)),
  );
  scope.get('/sandbox/pay-sheet', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-store').send(paySheet()),
  );
}
