import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../system/program.ts';
import { eraseTypes } from './erase-types.ts';
import { packPages } from './pack-pages.ts';

interface Manifest {
  name: string;
  version: string;
  exports: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Doors for the tests of this repository. */
const INNER_DOORS = ['./internal', './testing'];

/**
 * Packs one library as it would be published: JavaScript and declarations in `dist`, its guide in `docs`, no
 * sources, no tests.
 * @param name its folder below `packages`
 * @param folder where its files and its archive go
 * @returns the archive's file
 */
export function packLibrary(name: string, folder: string): string {
  const home = path.join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as Manifest;
  const doors = Object.entries(manifest.exports).filter(([door]) => !INNER_DOORS.includes(door));
  const target = path.join(folder, name);
  mkdirSync(target, { recursive: true });
  const sources = path.join(home, 'src');
  eraseTypes(
    sources,
    doors.map(([, file]) => path.join(home, file)),
    path.join(target, 'dist'),
  );
  packPages(name, target);
  cpSync(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));
  writeFileSync(path.join(target, 'package.json'), JSON.stringify(published(manifest, doors), undefined, 2));
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: target,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [archive] = JSON.parse(output) as { filename: string }[];
  if (!archive) throw new Error(`npm pack made nothing of ${name}.`);
  return path.join(folder, archive.filename);
}

function published({ dependencies = {}, ...manifest }: Manifest, doors: [string, string][]): object {
  const built = (file: string, ending: string): string =>
    file.replace('./src/', './dist/').replace(/\.ts$/, ending);
  return {
    ...manifest,
    private: undefined,
    devDependencies: undefined,
    engines: { node: '>=22.18' },
    files: ['dist', 'docs'],
    exports: Object.fromEntries(
      doors.map(([door, file]) => [door, { types: built(file, '.d.ts'), default: built(file, '.js') }]),
    ),
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([library, version]) => [
        library,
        version === '*' ? manifest.version : version,
      ]),
    ),
  };
}
