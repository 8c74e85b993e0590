import { describe, expect, test } from 'vitest';
import { aProduct } from '../../testing/products.ts';
import { draftOf, fieldsOf, problemOf } from './product-draft.ts';

const size = { id: 5, name: '份量', min: 1, max: 1, choices: [{ id: 6, name: '小份', deltaFen: -250 }] };

describe('the draft of a product', () => {
  test('gives back what the product is, when nothing was typed', () => {
    const product = aProduct(1, { optionGroups: [size], priceFen: 3_850, description: '不辣' });
    const { categoryId, name, description, priceFen, optionGroups } = product;
    expect(fieldsOf(draftOf(product, undefined))).toEqual({
      ...{ categoryId, name, description, priceFen, optionGroups },
    });
  });

  test('begins empty in the category that is looked at', () => {
    expect(draftOf(undefined, 3)).toMatchObject({ name: '', categoryId: '3', stock: '', onShelf: true });
  });

  test('reads what options add and take away', () => {
    const draft = draftOf(aProduct(1), undefined);
    const choices = ['', '+2', '-1.5', '−3'].map((delta, index) => ({ name: `选 ${index}`, delta }));
    draft.groups = [{ key: 'new', name: '加料', min: 0, max: 4, choices }];
    expect(problemOf(draft)).toBeUndefined();
    expect(fieldsOf(draft).optionGroups[0]?.choices.map(({ deltaFen }) => deltaFen)).toEqual([
      0, 200, -150, -300,
    ]);
  });

  test.each([
    ['name', { name: ' ' }],
    ['category', { categoryId: '' }],
    ['price', { price: '十块' }],
    ['stock', { stock: '-1' }],
    ['groupName', { groups: [{ key: 'a', name: '', min: 0, max: 1, choices: [{ name: '大', delta: '' }] }] }],
    [
      'choiceName',
      { groups: [{ key: 'a', name: '份量', min: 0, max: 1, choices: [{ name: '', delta: '' }] }] },
    ],
    [
      'delta',
      { groups: [{ key: 'a', name: '份量', min: 0, max: 1, choices: [{ name: '大', delta: '二' }] }] },
    ],
    [
      'sameName',
      {
        groups: [
          {
            key: 'a',
            name: '份量',
            min: 0,
            max: 1,
            choices: ['大', '大'].map((name) => ({ name, delta: '' })),
          },
        ],
      },
    ],
  ])('says what is wrong: %s', (problem, typed) => {
    expect(problemOf({ ...draftOf(aProduct(1), undefined), ...typed })).toBe(problem);
  });
});
