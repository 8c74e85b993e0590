import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import * as door from './index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = path.join(root, 'packages/messaging');

const pages = [
  'packages/messaging/README.md',
  ...globSync('docs/messaging/*.md', { cwd: root }),
  ...['docs/cluster.md', 'docs/relay.md', 'docs/sockjs.md', 'docs/spring.md'],
];

/** What the examples take for granted: the package's own names, and an application around them. */
const surroundings = `
import type { Server } from 'node:http';
import type { Logger, Messaging, Principal } from '@carillon/messaging';
import type { z } from 'zod';

declare global {
  ${Object.keys(door)
    .map((name) => `const ${name}: typeof import('@carillon/messaging').${name};`)
    .join('\n')}
  const redisCluster: typeof import('@carillon/messaging/redis').redisCluster;
  const redisJournal: typeof import('@carillon/messaging/redis').redisJournal;
  const messaging: Messaging;
  const httpServer: Server;
  const chatSchema: z.ZodType<{ text: string }>;
  const config: Record<string, string>;
  const menu: readonly string[];
  const sessionId: string;
  const url: string;
  class SoldOut extends Error { dish: string; }
  class UnknownAccount extends Error {}
  function pino(): Logger;
  function audit(...facts: unknown[]): void;
  function log(...facts: unknown[]): void;
  function findLogin(id?: string): Promise<{ id: string; userName: string; shopId: number } | undefined>;
  function mayRead(user: Principal, destination: string): boolean;
}
`;

/** The examples of all pages as files, each named after where it stands. */
function readExamples(): Map<string, string> {
  const files = new Map([[path.join(folder, 'surroundings.ts'), surroundings]]);
  for (const page of pages) {
    const text = readFileSync(path.join(root, page), 'utf8');
    for (const { 1: example = '', index } of text.matchAll(/^```ts\n(.*?)^```/gms)) {
      const line = text.slice(0, index).split('\n').length;
      files.set(path.join(folder, `${page.replaceAll('/', '~')}~${line}.ts`), `${example}\nexport {};`);
    }
  }
  return files;
}

/** Says what the compiler has against them, with the page and the line within the example. */
function complaintsAbout(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (name) =>
    ts.sys.readFile(name),
  ) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(
    // An example may show a value that it does not use, and leave types to the reader.
    { ...config.compilerOptions, noUnusedLocals: false, noUnusedParameters: false, noImplicitAny: false },
    root,
  );
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => files.has(name) || disk.fileExists(name),
    getSourceFile(name, target, onError) {
      const text = files.get(name);
      if (text === undefined) return disk.getSourceFile(name, target, onError);
      return ts.createSourceFile(name, text, target);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) =>
        `${path.basename(name)} +${source?.getLineAndCharacterOfPosition(start).line ?? 0}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

test('every example of the documentation is what the compiler takes', { timeout: 60_000 }, () => {
  const files = readExamples();
  expect(files.size).toBeGreaterThan(15);
  expect(complaintsAbout(files)).toEqual([]);
});

test('every link between the pages of the documentation leads somewhere', () => {
  const broken = [...pages, 'docs/README.md', 'examples/chat/README.md'].flatMap((page) => {
    const links = readFileSync(path.join(root, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g);
    return Array.from(links, ([, link = '']) => path.join(path.dirname(page), link))
      .filter((target) => !existsSync(path.join(root, target)))
      .map((target) => `${page}: ${target}`);
  });
  expect(broken).toEqual([]);
});
