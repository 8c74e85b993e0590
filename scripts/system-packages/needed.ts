/** A program that the tests run, and the Debian package that brings it. */
export interface NeededPackage {
  debianPackage: string;
  /** Files or folders, one of which is there when the package is installed. `*` stands for any one name. */
  foundAt: string[];
  why: string;
}

export const neededPackages: NeededPackage[] = [
  { debianPackage: 'chromium', foundAt: ['/usr/bin/chromium'], why: 'page tests run in a real browser' },
  {
    debianPackage: 'fonts-noto-cjk',
    foundAt: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'],
    why: 'pages are Chinese',
  },
  {
    debianPackage: 'postgresql',
    foundAt: ['/usr/lib/postgresql/*/bin/initdb', '/usr/local/bin/initdb'],
    why: 'everything that is stored is tested on PostgreSQL too',
  },
  {
    debianPackage: 'rabbitmq-server',
    foundAt: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
    why: 'the broker relay is tested on RabbitMQ',
  },
  {
    debianPackage: 'activemq',
    foundAt: ['/usr/share/activemq/bin/activemq.jar'],
    why: 'the broker relay is tested on ActiveMQ',
  },
  {
    debianPackage: 'openssl',
    foundAt: ['/usr/bin/openssl'],
    why: 'tests of TLS make certificates of their own',
  },
  {
    debianPackage: 'nginx',
    foundAt: ['/usr/sbin/nginx'],
    why: 'sticky sessions are tested behind a proxy',
  },
  {
    debianPackage: 'redis-server',
    foundAt: ['/usr/bin/redis-server', '/usr/local/bin/redis-server'],
    why: 'clusters of nodes are tested on Redis',
  },
];
