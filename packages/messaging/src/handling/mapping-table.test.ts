import { describe, expect, test } from 'vitest';
import { MappingTable } from './mapping-table.ts';

function table(...paths: string[]): MappingTable<string> {
  const made = new MappingTable<string>('/');
  for (const path of paths) made.add([path], path);
  return made;
}

describe('of all paths that fit, the most specific counts', () => {
  const all = table('/**', '/chat/**', '/chat/{to}', '/chat/{to}/typing', '/chat/me', '/chat/{to:\\d+}');
  test.each([
    ['/chat/me', '/chat/me', {}],
    ['/chat/ann', '/chat/{to}', { to: 'ann' }],
    ['/chat/ann/typing', '/chat/{to}/typing', { to: 'ann' }],
    ['/chat/ann/other', '/chat/**', {}],
    ['/other', '/**', {}],
  ])('%s is for %s', (path, target, params) => {
    expect(all.find(path)).toEqual({ target, params });
  });

  test('and of equally specific ones the first', () => {
    expect(table('/a/{x}', '/a/{y}').find('/a/1')).toEqual({ target: '/a/{x}', params: { x: '1' } });
    expect(table('/{x}/a', '/a/{x}').find('/a/a')?.target).toBe('/{x}/a');
    expect(table('/a/{x}', '/{x}/a').find('/a/a')?.target).toBe('/a/{x}');
  });

  test('and empty segments do not, as in Spring', () => {
    expect(table('/a/{x}').find('//a//1')).toEqual({ target: '/a/{x}', params: { x: '1' } });
  });

  test('and none when none fits', () => {
    expect(table('/a/{x}', '/b').find('/a')).toBeUndefined();
    expect(table('/a').find('/a/')).toBeUndefined();
    expect(table('/a').find('/__proto__')).toBeUndefined();
  });
});

describe('a path', () => {
  test.each(['/a', '/a/{x}'])('%s has one handler', (path) => {
    const made = table(path);
    expect(() => made.add(['/new', path], 'second')).toThrow(`The path ${path} has a handler already.`);
    expect(made.find('/new')).toBeUndefined();
    expect(made.targets).toEqual([path]);
  });

  test('may be separated by dots', () => {
    const made = new MappingTable<string>('.');
    made.add(['price.{stock}.*'], 'prices');
    expect(made.find('price.acme.now')).toEqual({ target: 'prices', params: { stock: 'acme' } });
    expect(made.find('price.acme/x.now')?.params).toEqual({ stock: 'acme/x' });
    expect(made.find('price/acme/now')).toBeUndefined();
  });
});
