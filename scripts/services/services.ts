/** Services that tests and benchmarks start for themselves: on free ports, in temporary folders, stopped by pid. */
export { findFreePort } from './free-port.ts';
export { startRedis } from './start-redis.ts';
export type { RedisService } from './start-redis.ts';
export { makeCertificate } from './make-certificate.ts';
export { startActiveMq } from './start-activemq.ts';
export { startRabbitMq } from './start-rabbitmq.ts';
export type { RabbitMqBroker } from './start-rabbitmq.ts';
export type { StompBroker } from './stomp-broker.ts';
export { startNginx } from './start-nginx.ts';
export { startDeployedNginx } from './start-deployed-nginx.ts';
