import { expect, test, vi } from 'vitest';
import { shrinkPicture } from './shrink-picture.ts';
import type { PictureTools } from './shrink-picture.ts';

const encode = vi.fn<PictureTools<{ width: number; height: number }>['encode']>((_picture, _size, type) =>
  Promise.resolve(new Blob(['small'], { type })),
);

function photo(type: string): File {
  return new File(['12 megapixels'], '菜.jpg', { type });
}
function shrink(type: string, width: number, height: number): Promise<File> {
  return shrinkPicture(photo(type), { encode, decode: () => Promise.resolve({ width, height }) });
}

test('makes the photo of a phone as small as a menu needs, and keeps its shape and kind', async () => {
  const small = await shrink('image/jpeg', 4_000, 3_000);
  expect(encode).toHaveBeenLastCalledWith(expect.anything(), { width: 2_000, height: 1_500 }, 'image/jpeg');
  expect([small.name, small.type, await small.text()]).toEqual(['菜.jpg', 'image/jpeg', 'small']);
});

test('writes what may be see-through as WebP', async () => {
  expect((await shrink('image/png', 1_000, 8_000)).type).toBe('image/webp');
  expect(encode).toHaveBeenLastCalledWith(expect.anything(), { width: 250, height: 2_000 }, 'image/webp');
});

test('leaves alone what is small, and what it cannot read', async () => {
  const small = photo('image/png');
  const decode = () => Promise.resolve({ width: 2_000, height: 900 });
  expect(await shrinkPicture(small, { encode, decode })).toBe(small);
  const broken = photo('image/jpeg');
  expect(await shrinkPicture(broken, { encode, decode: () => Promise.reject(new Error('no')) })).toBe(broken);
});
