import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, root, sourcesBelow } from './imports.ts';
import { drawPicture } from './picture.ts';
import { breachesOfArrows, breachesOfDoors, breachesOfRows } from './rules.ts';
import { arrows, buildings } from './table.ts';

describe.each(buildings)('rows of $folder', (building) => {
  const imports = sourcesBelow(building.folder).flatMap((file) => importsOf(file));

  test('import only rows below', () => {
    expect(breachesOfRows(building, imports)).toEqual([]);
  });

  test('are entered by their doors', () => {
    expect(breachesOfDoors(imports)).toEqual([]);
  });
});

describe.each(Object.keys(arrows))('workspace %s', (workspace) => {
  test('imports only along its arrows', () => {
    expect(
      breachesOfArrows(
        workspace,
        sourcesBelow(workspace).flatMap((file) => importsOf(file)),
      ),
    ).toEqual([]);
  });
});

test('every workspace is in the table', () => {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`),
  );
  const workspaces = folders.filter((folder) => existsSync(path.join(root, folder, 'package.json')));
  expect(workspaces.filter((folder) => !(folder in arrows))).toEqual([]);
});

test('ARCHITECTURE.md shows the table as it is', () => {
  expect(readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8')).toContain(drawPicture());
});
