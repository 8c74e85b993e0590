/** The peer for SockJS: sockjs-node, which sends each message to all who asked for its topic, and checks nothing. */
import sockjs from 'sockjs';
import type { Connection } from 'sockjs';
import { serve } from './server-process.ts';
import { SOCKJS_PREFIX, SUBSCRIBE_WORD } from './wire.ts';

const TOPIC_DIGITS = 4;
const HOUR_MS = 3_600_000;

const topics = new Map<string, Set<Connection>>();
let deliveries = 0;

function subscribe(topic: string, connection: Connection): void {
  const subscribers = topics.get(topic);
  if (subscribers) subscribers.add(connection);
  else topics.set(topic, new Set([connection]));
  connection.once('close', () => topics.get(topic)?.delete(connection));
  connection.write('subscribed');
}

function publish(message: string): void {
  const subscribers = topics.get(message.slice(0, TOPIC_DIGITS)) ?? [];
  const payload = message.slice(TOPIC_DIGITS);
  for (const connection of subscribers) {
    connection.write(payload);
    deliveries += 1;
  }
}

serve({
  install(server) {
    const service = sockjs.createServer({
      prefix: SOCKJS_PREFIX,
      log: () => undefined,
      // The thin clients make no second request.
      response_limit: Number.MAX_SAFE_INTEGER,
      heartbeat_delay: HOUR_MS,
    });
    service.on('connection', (connection) => {
      connection.on('data', (message) => {
        if (message.startsWith(SUBSCRIBE_WORD)) subscribe(message.slice(SUBSCRIBE_WORD.length), connection);
        else publish(message);
      });
    });
    service.installHandlers(server);
  },
  deliveries: () => deliveries,
});
