import { expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';

test('has defaults for everything', () => {
  expect(readConfiguration({})).toMatchObject({
    host: '127.0.0.1',
    port: 3100,
    timeScale: 1,
    callbackDomains: [],
  });
});

test('reads what is set', () => {
  const configuration = readConfiguration({
    SANDBOX_PORT: '0',
    SANDBOX_HOST: '0.0.0.0',
    SANDBOX_TIME_SCALE: '60',
    SANDBOX_CALLBACK_DOMAINS: 'shop.example, shop.example:8443',
    CARILLON_DATA: '/srv/carillon',
  });
  expect(configuration).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    timeScale: 60,
    callbackDomains: ['shop.example', 'shop.example:8443'],
    dataFolder: '/srv/carillon',
  });
});

test.each(['70000', 'http', '-1'])('refuses to start on port %j', (port) => {
  expect(() => readConfiguration({ SANDBOX_PORT: port })).toThrow('SANDBOX_PORT');
});
