import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from './free-port.ts';
import { runService } from './service-process.ts';
import { makeServiceFolder, manageBroker } from './stomp-broker.ts';
import type { StompBroker } from './stomp-broker.ts';

/** Debian's own `/usr/sbin/rabbitmq-server` changes to another user and folder; these do not. */
const PROGRAMS = '/usr/lib/rabbitmq/bin';

export interface RabbitMqOptions {
  /** Files of a certificate, its key, and the authority: opens a second port for STOMP over TLS. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca: string };
}

export interface RabbitMqBroker extends StompBroker {
  /** Where it speaks STOMP over TLS, if it does. */
  readonly tlsPort: number | undefined;
  /** Has `rabbitmqctl` do something, and answers what it prints. Takes seconds. */
  control(...args: string[]): Promise<string>;
}

/**
 * Starts a RabbitMQ node that speaks STOMP, with the user `guest`; takes about seven seconds. It registers
 * with a port mapper (epmd) of its own, as the usual one would stay behind as a daemon.
 */
export async function startRabbitMq({ tls }: RabbitMqOptions = {}): Promise<RabbitMqBroker> {
  const folder = makeServiceFolder('rabbitmq');
  const [port, amqpPort, distPort, epmdPort] = await Promise.all([
    findFreePort(),
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ]);
  const tlsPort = tls && (await findFreePort());
  const inFolder = (name: string): string => path.join(folder, name);
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${amqpPort}`,
    `stomp.listeners.tcp.1 = 127.0.0.1:${port}`,
    'log.console = true',
    'log.console.level = info',
    'log.file = false',
    ...(tls && tlsPort ? tlsSettings(tls, tlsPort) : []),
  ];
  writeFileSync(inFolder('rabbitmq.conf'), `${settings.join('\n')}\n`);
  writeFileSync(inFolder('enabled_plugins'), '[rabbitmq_stomp].\n');
  const env = {
    HOME: folder,
    ERL_EPMD_PORT: String(epmdPort),
    RABBITMQ_NODENAME: 'carillon@localhost',
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: inFolder('rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: inFolder('advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: inFolder('enabled_plugins'),
    RABBITMQ_MNESIA_BASE: inFolder('mnesia'),
    RABBITMQ_LOG_BASE: inFolder('log'),
    RABBITMQ_GENERATED_CONFIG_DIR: inFolder('generated'),
    RABBITMQ_SCHEMA_DIR: inFolder('schema'),
    RABBITMQ_PID_FILE: inFolder('pid'),
    RABBITMQ_LOGS: '-',
    // Makes the script become the node instead of its parent, so that signals reach it.
    RABBITMQ_ALLOW_INPUT: '1',
    // Two cores at most, which do not spin while they wait.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 +sbwt none',
  };
  const mapper = await runService({
    command: 'epmd',
    args: ['-address', '127.0.0.1', '-port', String(epmdPort)],
  });
  const node = await manageBroker(folder, () =>
    runService({
      command: path.join(PROGRAMS, 'rabbitmq-server'),
      args: ['-noinput'],
      env,
      readyWords: 'Server startup complete',
    }),
  );

  async function control(...args: string[]): Promise<string> {
    const program = path.join(PROGRAMS, 'rabbitmqctl');
    const { stdout } = await promisify(execFile)(program, ['--silent', ...args], {
      env: { ...process.env, ...env },
    });
    return stdout;
  }

  async function destinations(): Promise<string[]> {
    const names = await control('list_queues', 'name');
    return names.split('\n').filter((name) => name !== '' && name !== 'name');
  }

  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    login: 'guest',
    passcode: 'guest',
    ...node,
    destinations,
    control,
    async remove() {
      await node.remove();
      await mapper.stop();
    },
  };
}

function tlsSettings({ cert, key, ca }: NonNullable<RabbitMqOptions['tls']>, port: number): string[] {
  return [
    `stomp.listeners.ssl.1 = 127.0.0.1:${port}`,
    `ssl_options.certfile = ${cert}`,
    `ssl_options.keyfile = ${key}`,
    `ssl_options.cacertfile = ${ca}`,
    'ssl_options.verify = verify_none',
    'ssl_options.fail_if_no_peer_cert = false',
  ];
}
