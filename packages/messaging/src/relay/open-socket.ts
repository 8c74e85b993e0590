import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { BrokerAddress } from './relay-options.ts';

/** After so long without a byte the operating system asks whether the other side is still there. */
const KEEP_ALIVE_AFTER_MS = 30_000;

/** Begins to open a socket; `onOpen` is called when bytes may be sent, over TLS only after the certificate was checked. */
export function openSocket({ host, port, tls }: BrokerAddress, onOpen: () => void): Socket {
  const socket = tls
    ? connectTls(
        { host, port, ...(isIP(host) ? {} : { servername: host }), ...(tls === true ? {} : tls) },
        onOpen,
      )
    : connectTcp({ host, port }, onOpen);
  socket.setNoDelay(true);
  // STOMP 1.0 has no heart-beats.
  socket.setKeepAlive(true, KEEP_ALIVE_AFTER_MS);
  return socket;
}
