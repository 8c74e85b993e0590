import { describe, expect, test } from 'vitest';
import { fitsPattern, toChannelPattern } from './channel-pattern.ts';

describe('a pattern of destinations as one of channels', () => {
  test.each([
    ['/topic/*/orders', '/topic/*/orders'],
    ['/topic/shop?', '/topic/shop*'],
    ['/topic/{shop}/orders/{id}', '/topic/*/orders/*'],
    ['/topic/**', '/topic*'],
    ['/topic/**/orders', '/topic*orders'],
    ['topic.**.orders', 'topic*orders'],
    ['/topic/*?', '/topic/*'],
  ])('%s is %s', (destinations, channels) => {
    expect(toChannelPattern(destinations)).toBe(channels);
  });

  test('has three stars at most', () => {
    expect(toChannelPattern('/a/*/b/*/c/*/d/*/e')).toBe('/a/*/b/*/c/*');
  });
});

describe('a text', () => {
  test.each([
    ['/topic/*', '/topic/a', true],
    ['/topic/*', '/topic/', true],
    ['/topic/*', '/queue/a', false],
    ['/topic/*/orders', '/topic/7/orders', true],
    ['/topic/*/orders', '/topic/orders', false],
    ['/a*b*c', '/a-b-b-c', true],
    ['/a*b*c', '/a-c', false],
    ['/topic/a', '/topic/a', true],
    ['/topic/a', '/topic/ab', false],
    ['a*a', 'a', false],
  ])('fits %s: %s %s', (pattern, text, fits) => {
    expect(fitsPattern(pattern, text)).toBe(fits);
  });

  test('of any length is compared at once', () => {
    const pattern = `${'*a'.repeat(2_000)}b`;
    expect(fitsPattern(pattern, 'a'.repeat(100_000))).toBe(false);
  });
});
