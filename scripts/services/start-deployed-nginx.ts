import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findFreePort } from './free-port.ts';
import type { TestCertificate } from './make-certificate.ts';
import { runNginx } from './run-nginx.ts';

export interface DeployedNginx {
  /** `https://localhost:<port>`, with the certificate given. */
  readonly url: string;
  /** Where those who come without TLS are sent to it. */
  readonly plainUrl: string;
  stop(): Promise<void>;
}

export interface Deployment {
  /** Host and port of each node. */
  readonly nodes: readonly string[];
  readonly certificate: Pick<TestCertificate, 'cert' | 'key'>;
  /** The port for TLS, for nodes that must know their address before nginx is there. Left out: a free one. */
  readonly port?: number | undefined;
}

const SITE = fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url));

/**
 * Starts nginx as `deploy/nginx.conf` has it, with no more changed than whoever deploys it must change, and its ports:
 * the nodes, the certificate, the name.
 */
export async function startDeployedNginx(deployment: Deployment): Promise<DeployedNginx> {
  const { nodes, certificate, port = await findFreePort() } = deployment;
  const plainPort = await findFreePort();
  const changes: readonly (readonly [string, string])[] = [
    ['server 127.0.0.1:8080', nodes.map((node) => `server ${node}`).join(' max_fails=2 fail_timeout=5s;\n')],
    ['server_name shop.example', 'server_name localhost'],
    ['/etc/ssl/carillon/fullchain.pem', certificate.cert],
    ['/etc/ssl/carillon/privkey.pem', certificate.key],
    ['listen [::]:80;', ''],
    ['listen [::]:443 ssl http2;', ''],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['listen 443 ', `listen 127.0.0.1:${port} `],
  ];
  let site = readFileSync(SITE, 'utf8');
  for (const [from, to] of changes) {
    if (!site.includes(from)) throw new Error(`deploy/nginx.conf no longer says: ${from}`);
    site = site.replaceAll(from, to);
  }
  const nginx = await runNginx(site);
  return {
    url: `https://localhost:${port}`,
    plainUrl: `http://localhost:${plainPort}`,
    stop: async () => nginx.stop(),
  };
}
