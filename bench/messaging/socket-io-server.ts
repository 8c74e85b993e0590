/** One of two nodes on Socket.IO with its Redis adapter: what one client publishes, all clients of both get. */
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { serve } from './server-process.ts';

const publisher = createClient({ url: process.env.BENCH_REDIS_URL ?? '' });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

serve({
  install(server) {
    // The thin clients do not answer pings.
    const io = new Server(server, {
      transports: ['websocket'],
      pingInterval: 3_600_000,
      perMessageDeflate: false,
      adapter: createAdapter(publisher, subscriber),
    });
    io.on('connection', (socket) => {
      socket.on('publish', (payload: string) => io.emit('message', payload));
    });
  },
  deliveries: () => 0,
});
