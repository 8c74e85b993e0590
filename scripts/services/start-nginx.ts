import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from './free-port.ts';
import { runService } from './service-process.ts';

/** An nginx of a test's own: on a free port of the loopback, its files in a temporary folder. */
export interface NginxService {
  readonly port: number;
  stop(): Promise<void>;
}

export interface NginxConfiguration {
  /** What stands in `http { … }`: maps and upstreams. */
  readonly http: string;
  /** What stands in `server { … }`: locations. */
  readonly server: string;
}

/** Starts nginx; resolves when it listens, rejects with its last words when it does not come up. */
export async function startNginx({ http, server }: NginxConfiguration): Promise<NginxService> {
  const folder = mkdtempSync(path.join(tmpdir(), 'carillon-nginx-'));
  const port = await findFreePort();
  const file = path.join(folder, 'nginx.conf');
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr notice; events {}
http {
access_log off;
${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n')}
${http}
server {
listen 127.0.0.1:${port};
${server}
}
}`,
  );
  const nginx = await runService({
    command: '/usr/sbin/nginx',
    args: ['-p', folder, '-c', file, '-e', 'stderr'],
    // Said once its sockets are open.
    readyWords: 'event method',
  });
  return {
    port,
    async stop() {
      await nginx.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
