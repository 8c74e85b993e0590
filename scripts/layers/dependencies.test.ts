import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './imports.ts';

interface Manifest {
  workspaces?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

function read(file: string): Manifest {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Manifest;
}

/** What CONTRIBUTING.md has a line for; `@types/*` stands for all of a scope. */
function readEarned(): Set<string> {
  const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const [, table = ''] = text.split('\n## Dependencies\n');
  const rows = table.matchAll(/^\| ([^|]+?) +\|/gm);
  return new Set(Array.from(rows, ([, names = '']) => names.replace(' (optional)', '').split(', ')).flat());
}

test('every library has its line in CONTRIBUTING.md, pinned exactly', () => {
  const earned = readEarned();
  const patterns = (read('package.json').workspaces ?? []).map((folder) => `${folder}/package.json`);
  const manifests = ['package.json', ...globSync(patterns, { cwd: root })];
  const complaints = manifests.flatMap((file) => {
    const { dependencies, devDependencies, optionalDependencies } = read(file);
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([name]) => !name.startsWith('@carillon/'))
      .flatMap(([name, version]) => [
        ...(earned.has(name) || earned.has(name.replace(/\/.*/, '/*')) ? [] : [`${name} has no line`]),
        ...(/^\d/.test(version) ? [] : [`${name} ${version} is not pinned`]),
      ]);
  });
  expect([...new Set(complaints)]).toEqual([]);
});
