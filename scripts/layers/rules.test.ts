import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { breachesOfArrows, breachesOfDoors, breachesOfRows } from './rules.ts';

const building = { folder: 'lib', rows: [['top'], ['left', 'right'], ['base']], doors: ['index'] };

function breaches(file: string, source: string) {
  return breachesOfRows(building, importsOf(file, source));
}

describe('the row rule', () => {
  test('lets a row import any row below', () => {
    expect(breaches('lib/top/a.ts', `import { b } from '../base/b.ts';`)).toEqual([]);
  });

  test('refuses an import upwards, of a type too', () => {
    expect(breaches('lib/base/a.ts', `import type { B } from '../top/b.ts';`)).toHaveLength(1);
  });

  test('refuses an import sideways', () => {
    expect(breaches('lib/left/a.ts', `import { b } from '../right/b.ts';`)).toHaveLength(1);
  });

  test('refuses a folder that is not in the table', () => {
    expect(breaches('lib/utils/a.ts', `import 'node:fs';`)).toEqual([
      'lib/utils/a.ts: utils has no row in the table',
    ]);
  });

  test('refuses that a row imports the door', () => {
    expect(breaches('lib/top/a.ts', `export { b } from '../index.ts';`)).toHaveLength(1);
  });

  test('reads the script of a Vue component', () => {
    const component = `<template><p /></template>\n<script setup lang="ts">\nimport b from '../top/b.ts';\n</script>`;
    expect(breaches('lib/base/a.vue', component)).toHaveLength(1);
  });
});

describe('the door rule', () => {
  test('refuses to pass a domain by its door', () => {
    const imports = importsOf('apps/server/src/flows/a.ts', `import { b } from '../orders/order-store.ts';`);
    expect(breachesOfDoors(imports)).toHaveLength(1);
  });

  test('refuses that features import each other', () => {
    const imports = importsOf('apps/console/src/features/login/a.ts', `import b from '../board/b.ts';`);
    expect(breachesOfDoors(imports)).toHaveLength(1);
  });
});

describe('the arrow rule', () => {
  test('refuses a workspace that has no arrow to the other', () => {
    const imports = importsOf('apps/console/src/a.ts', `import { b } from '@carillon/messaging';`);
    expect(breachesOfArrows('apps/console', imports)).toHaveLength(1);
  });

  test('refuses a relative import out of the workspace', () => {
    const imports = importsOf('apps/console/src/a.ts', `import { b } from '../../server/src/b.ts';`);
    expect(breachesOfArrows('apps/console', imports)).toHaveLength(1);
  });
});
