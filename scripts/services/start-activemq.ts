import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findFreePort } from './free-port.ts';
import { runService } from './service-process.ts';
import { makeServiceFolder, manageBroker } from './stomp-broker.ts';
import type { StompBroker } from './stomp-broker.ts';

/** How long a destination is unused before it is removed. */
const UNUSED_MS = 300;

export interface ActiveMqOptions {
  /** Has the broker keep the list that `destinations` reads; it writes it anew for each that comes or goes. */
  readonly isWatched?: boolean;
}

/**
 * Starts an ActiveMQ that speaks STOMP and nothing else, with the user `guest`; takes about a second. Destinations that
 * nobody uses and that hold nothing are removed, as docs/relay.md tells operators to set it up.
 */
export async function startActiveMq({ isWatched = false }: ActiveMqOptions = {}): Promise<StompBroker> {
  const folder = makeServiceFolder('activemq');
  const port = await findFreePort();
  const inFolder = (name: string): string => path.join(folder, name);
  writeFileSync(inFolder('activemq.xml'), configuration(folder, port, isWatched));
  writeFileSync(inFolder('log4j.properties'), LOGGING);
  const properties = {
    'log4j.configuration': `file:${inFolder('log4j.properties')}`,
    'java.io.tmpdir': folder,
    'activemq.home': '/usr/share/activemq',
    'activemq.base': folder,
    'activemq.conf': folder,
    'activemq.data': inFolder('data'),
  };
  const broker = await manageBroker(folder, () =>
    runService({
      command: 'java',
      args: [
        '-Xmx128M',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
        '-jar',
        '/usr/share/activemq/bin/activemq.jar',
        'start',
        `xbean:file:${inFolder('activemq.xml')}`,
      ],
      readyWords: ') started',
    }),
  );
  return {
    host: '127.0.0.1',
    port,
    login: 'guest',
    passcode: 'guest',
    ...broker,
    destinations: () => Promise.resolve(namesIn(readFileSync(inFolder('destinations.dot'), 'utf8'))),
  };
}

function configuration(folder: string, port: number, isWatched: boolean): string {
  const entries = ['topic', 'queue'].map(
    (kind) =>
      `<policyEntry ${kind}=">" gcInactiveDestinations="true" inactiveTimeoutBeforeGC="${UNUSED_MS}">
        <deadLetterStrategy><sharedDeadLetterStrategy processNonPersistent="true"/></deadLetterStrategy>
      </policyEntry>`,
  );
  return `<beans xmlns="http://www.springframework.org/schema/beans"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans-2.0.xsd
    http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="carillon" useJmx="false"
      dataDirectory="${folder}/data" schedulePeriodForDestinationPurge="${UNUSED_MS}">
    <destinationPolicy><policyMap><policyEntries>${entries.join('')}</policyEntries></policyMap></destinationPolicy>
    <persistenceAdapter><kahaDB directory="${folder}/data/kahadb" journalMaxFileLength="4mb"/></persistenceAdapter>
    <systemUsage><systemUsage>
      <memoryUsage><memoryUsage limit="64 mb"/></memoryUsage>
      <storeUsage><storeUsage limit="256 mb"/></storeUsage>
      <tempUsage><tempUsage limit="64 mb"/></tempUsage>
    </systemUsage></systemUsage>
    <plugins>
      ${isWatched ? `<destinationDotFilePlugin file="${folder}/destinations.dot"/>` : ''}
      <simpleAuthenticationPlugin><users>
        <authenticationUser username="guest" password="guest" groups="users"/>
      </users></simpleAuthenticationPlugin>
    </plugins>
    <transportConnectors><transportConnector name="stomp" uri="stomp://127.0.0.1:${port}"/></transportConnectors>
  </broker>
</beans>
`;
}

const LOGGING = `log4j.rootLogger=INFO, console
log4j.appender.console=org.apache.log4j.ConsoleAppender
log4j.appender.console.layout=org.apache.log4j.PatternLayout
log4j.appender.console.layout.ConversionPattern=%d %p %m%n
`;

/** The broker writes a picture of its destinations after every change: a line `topic_Root_a[ label = "a" ];` for each. */
function namesIn(picture: string): string[] {
  const named = picture.matchAll(/^ *(?:topic|queue)_Root_([^[\s]+)\[/gm);
  return [...named].map(([, name = '']) => name).filter((name) => !name.startsWith('ActiveMQ'));
}
