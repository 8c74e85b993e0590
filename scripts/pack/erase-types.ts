import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from '../system/program.ts';

/**
 * Compiles what the doors of a library lead to: JavaScript and declarations, in the tree of the sources.
 * Throws with what the compiler has against it.
 * @param sources the library's folder of sources
 * @param doors files in it
 * @param target the folder to write to
 */
export function eraseTypes(sources: string, doors: readonly string[], target: string): void {
  const read = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (name) => ts.sys.readFile(name));
  const { compilerOptions } = read.config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...compilerOptions,
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: root,
      outDir: target,
    },
    root,
  );
  const program = ts.createProgram([...doors], options);
  const complaints = [...ts.getPreEmitDiagnostics(program)];
  if (complaints.length > 0) throw new Error(ts.formatDiagnostics(complaints, formatHost));
  // What other workspaces bring along stays theirs.
  for (const file of program.getSourceFiles()) {
    if (file.fileName.startsWith(sources + path.sep)) program.emit(file, write);
  }

  function write(file: string, text: string): void {
    const place = path.join(target, path.relative(path.relative(root, sources), path.relative(target, file)));
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
}

const formatHost: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
};
