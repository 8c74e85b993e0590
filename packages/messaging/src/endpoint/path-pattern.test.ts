import { expect, test } from 'vitest';
import { PathPattern } from './path-pattern.ts';

test('a variable stands for one segment, percent-decoded', () => {
  const pattern = new PathPattern('/webSocket/{userId}/{carwashId}');
  expect(pattern.match('/webSocket/%E5%BC%A0%2F1/7')).toEqual({
    params: { userId: '张/1', carwashId: '7' },
    suffix: '',
  });
  expect(pattern.match('/webSocket/1')).toBeUndefined();
  expect(pattern.match('/webSocket//7')).toBeUndefined();
  expect(pattern.match('/websocket/1/7')).toBeUndefined();
});

test('what stands behind the path is left to whoever serves below it', () => {
  expect(new PathPattern('/ws/{sid}').match('/ws/a/000/b/xhr')).toEqual({
    params: { sid: 'a' },
    suffix: '/000/b/xhr',
  });
  expect(new PathPattern('/ws').match('/ws/info')).toEqual({ params: {}, suffix: '/info' });
  expect(new PathPattern('/ws').match('/wss')).toBeUndefined();
});

test.each(['/ws/%', '/ws/%ff', '/ws/%C3%28'])('%s names nothing, as no text is encoded so', (path) => {
  expect(new PathPattern('/ws/{sid}').match(path)).toBeUndefined();
});

test.each(['/ws/a{sid}', '/ws/{sid', '/{a}/{a}'])('%s is no pattern', (text) => {
  expect(() => new PathPattern(text)).toThrow(TypeError);
});

test('longer patterns come first, and of equally long ones those that leave less open', () => {
  const texts = ['/{a}/{b}', '/ws/{a}/{b}', '/ws/{sid}'];
  const sorted = texts.map((text) => new PathPattern(text)).toSorted((a, b) => a.compareTo(b));
  expect(sorted.map(({ text }) => text)).toEqual(['/ws/{a}/{b}', '/ws/{sid}', '/{a}/{b}']);
});
