import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { MessagingError } from '../core/errors.ts';
import type { EndpointTable } from './endpoint-table.ts';
import { pathOf } from './handshake.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { wantsWebSocket } from './websocket/opening-handshake.ts';

/** As node:http decides, since 24.9, which offers to upgrade are taken up; what it refuses is a request like any other. */
interface UpgradingServer extends Server {
  shouldUpgradeCallback?: (request: IncomingMessage) => boolean;
}

/**
 * Gives the server's upgrade requests to the endpoints of their paths, for as long as the server lives.
 * Requests of other paths are left to the server's other `upgrade` listeners. Where there are none they
 * get a 404: nobody else would ever answer them.
 */
export function routeUpgrades(server: Server, endpoints: EndpointTable): void {
  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const found = endpoints.find(pathOf(request));
    if (found) void found.endpoint.accept({ request, socket, head }, found.suffix);
    else if (server.listenerCount('upgrade') === 1)
      refuseUpgrade(socket, new MessagingError('unknown_endpoint'));
  }
  server.on('upgrade', onUpgrade);
  ignoreOtherUpgrades(server, endpoints);
}

/**
 * Lets a server go on without the upgrades that nobody asked it to listen for (RFC 9110 §7.8): Java's HttpClient
 * offers h2c with every request.
 */
function ignoreOtherUpgrades(server: UpgradingServer, endpoints: EndpointTable): void {
  const former = server.shouldUpgradeCallback;
  server.shouldUpgradeCallback = (request) => {
    if (former && !former.call(server, request)) return false;
    if (wantsWebSocket(request)) return true;
    return server.listenerCount('upgrade') > 1 && !endpoints.find(pathOf(request));
  };
}
