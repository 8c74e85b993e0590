import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logging.ts';

function collect() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { lines, destination };
}

describe('the logger', () => {
  it('writes one JSON object per line, with ids as fields', () => {
    const { lines, destination } = collect();
    createLogger({ level: 'info', destination }).child({ orderId: 17 }).info({ shopId: 3 }, 'paid');
    expect(lines).toMatchObject([{ orderId: 17, shopId: 3, msg: 'paid' }]);
  });

  it('never writes secrets', () => {
    const { lines, destination } = collect();
    createLogger({ level: 'info', destination }).info({
      req: { headers: { cookie: 'carillon_staff=SECRET', authorization: 'SECRET', host: 'h' } },
      login: { username: 'demo', password: 'SECRET' },
      session: { token: 'SECRET' },
      wechat: { secret: 'SECRET', apiV3Key: 'SECRET', openid: 'SECRET' },
    });
    expect(JSON.stringify(lines)).not.toContain('SECRET');
    expect(lines).toMatchObject([{ req: { headers: { host: 'h' } }, login: { username: 'demo' } }]);
  });

  it('writes nothing below its level', () => {
    const { lines, destination } = collect();
    createLogger({ level: 'warn', destination }).info('quiet');
    expect(lines).toEqual([]);
  });
});
