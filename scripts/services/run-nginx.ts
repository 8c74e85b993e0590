import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runService } from './service-process.ts';

/**
 * Runs an nginx of a test's own, its files in a temporary folder; resolves when it listens.
 * @param http what stands in `http { … }`
 * @throws with nginx's last words when it does not come up
 */
export async function runNginx(http: string): Promise<{ stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'carillon-nginx-'));
  const file = path.join(folder, 'nginx.conf');
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr notice; events {}
http {
access_log off;
${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n')}
${http}
}`,
  );
  const nginx = await runService({
    command: '/usr/sbin/nginx',
    args: ['-p', folder, '-c', file, '-e', 'stderr'],
    // Said once its sockets are open.
    readyWords: 'event method',
  });
  return {
    async stop() {
      await nginx.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
