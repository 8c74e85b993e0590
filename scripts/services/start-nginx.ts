import { findFreePort } from './free-port.ts';
import { runNginx } from './run-nginx.ts';

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
  const port = await findFreePort();
  const nginx = await runNginx(`${http}\nserver {\nlisten 127.0.0.1:${port};\n${server}\n}`);
  return { port, stop: async () => nginx.stop() };
}
