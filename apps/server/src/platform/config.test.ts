import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataFolder: path.resolve('data'),
      databaseUrl: undefined,
      redis: undefined,
      publicUrl: undefined,
      logLevel: 'info',
      trustedProxies: 0,
      demo: true,
      metricsToken: undefined,
      passMaxPriceFen: 500_000,
      wechat: { folder: path.resolve('data/wechat') },
    });
  });

  it('is read from the environment', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      CARILLON_DATA: '/srv/carillon',
      DATABASE_URL: 'postgres://shop:pw@db/carillon',
      REDIS_URL: 'redis://:pw@redis:6379',
      PUBLIC_URL: 'https://shop.example/',
      LOG_LEVEL: 'debug',
      TRUST_PROXY: '2',
      METRICS_TOKEN: 'prometheus-may-read',
      MAX_REQUESTS_PER_MINUTE: '60',
      PASS_MAX_PRICE_FEN: '100000',
      WECHAT_MCHID: '1900000001',
      WECHAT_PAY_URL: 'http://127.0.0.1:9000/',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      dataFolder: '/srv/carillon',
      databaseUrl: 'postgres://shop:pw@db/carillon',
      redis: { url: 'redis://:pw@redis:6379', prefix: 'carillon:' },
      publicUrl: 'https://shop.example',
      logLevel: 'debug',
      trustedProxies: 2,
      metricsToken: 'prometheus-may-read',
      maxRequestsPerMinute: 60,
      passMaxPriceFen: 100_000,
      wechat: { folder: '/srv/carillon/wechat', mchid: '1900000001', payUrl: 'http://127.0.0.1:9000' },
    });
  });

  it('takes a variable that is set to nothing as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', LOG_LEVEL: '' })).toMatchObject({
      port: 8080,
      databaseUrl: undefined,
      logLevel: 'info',
    });
  });

  it.each([
    ['PORT', 'http', 'must be a port number, 0-65535'],
    ['PORT', '70000', 'must be a port number, 0-65535'],
    ['DATABASE_URL', 'mysql://secret@db/x', 'must be a postgres:// address'],
    ['REDIS_URL', 'http://secret@redis', 'must be a redis:// or rediss:// address'],
    ['REDIS_PREFIX', 'a b', 'must be 1-64 letters, digits, and the characters : . _ -'],
    ['PUBLIC_URL', 'shop.example', 'must be an http:// or https:// address'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal, error, warn, info, debug, trace, silent'],
    ['PUBLIC_URL', 'https://shop.example/carillon', 'must be scheme, host and port alone, without a path'],
    ['PUBLIC_URL', 'https://shop.example/?table=1', 'must be scheme, host and port alone, without a path'],
    ['PUBLIC_URL', 'https://secret@shop.example', 'must be scheme, host and port alone, without a path'],
    ['PUBLIC_URL', 'https://*.shop.example', 'must be one address, without *'],
    ['TRUST_PROXY', 'yes', 'must be the number of your proxies in front of the server, 0-9'],
    ['TRUST_PROXY', '-1', 'must be the number of your proxies in front of the server, 0-9'],
    ['METRICS_TOKEN', 'secret', 'must be 16 or more of the characters that a bearer token may have'],
    ['CARILLON_DEMO', 'yes', 'must be 0 or 1'],
    ['MAX_REQUESTS_PER_MINUTE', '0', 'must be a whole number above 0'],
    ['PASS_MAX_PRICE_FEN', '500001', 'must be a whole number of fen, 1-500000'],
    ['WECHAT_API_V3_KEY', 'short', 'must be 32 bytes long'],
  ])('refuses %s=%s, naming the variable and not the value', (name, value, rule) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(`${name} ${rule}`);
    if (value.includes('secret')) expect(read).not.toThrow(value);
  });

  it.each([
    ['https://shop.example:443', 'https://shop.example'],
    ['http://shop.example:80/', 'http://shop.example'],
    ['https://Shop.Example:8443', 'https://shop.example:8443'],
  ])('writes the public address %s as browsers write their origin', (given, publicUrl) => {
    expect(readConfig({ PUBLIC_URL: given })).toMatchObject({ publicUrl });
  });

  it.each([
    [{}, true],
    [{ CARILLON_DEMO: '0' }, false],
    [{ PUBLIC_URL: 'https://shop.example' }, false],
    [{ PUBLIC_URL: 'https://shop.example', CARILLON_DEMO: '1' }, true],
  ])('opens a demo shop, whose passwords everybody knows, by %o: %s', (environment, demo) => {
    expect(readConfig(environment)).toMatchObject({ demo });
  });

  it('names all that is wrong at once', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT .*; LOG_LEVEL /);
  });
});
