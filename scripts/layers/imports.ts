import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Import {
  /** The importing file, from the root of the repository, with `/` between folders. */
  from: string;
  /** What the import statement says. */
  specifier: string;
  /** For a relative import: the imported file, from the root of the repository. */
  to: string | undefined;
}

/** Lists the TypeScript and Vue sources below a folder of the repository. */
export function sourcesBelow(folder: string): string[] {
  return globSync('**/*.{ts,vue}', {
    cwd: path.join(root, folder),
    exclude: ['**/node_modules/**', '**/dist/**'],
  })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .sort();
}

/** Reads the imports of a source file, of types too. */
export function importsOf(file: string, text = readFileSync(path.join(root, file), 'utf8')): Import[] {
  const script = file.endsWith('.vue') ? scriptsOf(text) : text;
  return ts.preProcessFile(script, true, true).importedFiles.map(({ fileName: specifier }) => ({
    from: file,
    specifier,
    to: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : undefined,
  }));
}

function scriptsOf(component: string): string {
  return [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}

export function isTest(file: string): boolean {
  return /\.(test|spec)\.ts$/.test(file) || /\/testing(\/|\.ts$)/.test(file);
}
