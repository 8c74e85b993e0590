import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

const source = path.join(import.meta.dirname, 'src');
const tokens = path.resolve(import.meta.dirname, '../../packages/design/src/tokens.css');

/** What the base library runs everywhere without help (小程序 JavaScript 支持情况). */
const TARGET = 'es2018';

export interface MiniProgramOptions {
  /** Where it is written; emptied before. */
  readonly outDir: string;
  /** The server, without a trailing slash: its domain is declared at WeChat for requests and sockets. */
  readonly serverUrl: string;
  /** Ids of the subscribe-message templates that are asked for after a payment, at most three. */
  readonly templateIds: readonly string[];
}

/**
 * Builds the mini program: a script per page, with what pages share in scripts of their own, so that all pages have
 * the same line and the same cart; WXML, WXSS and JSON as they are; the colours of packages/design as WXSS.
 * @throws Error when a source cannot be built
 */
export async function buildMiniProgram({
  outDir,
  serverUrl,
  templateIds,
}: MiniProgramOptions): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  await buildScripts(outDir, {
    CARILLON_SERVER: JSON.stringify(serverUrl.replace(/\/+$/, '')),
    CARILLON_TEMPLATES: JSON.stringify(templateIds),
  });
  for await (const file of glob('**/*.{wxml,wxss,json}', { cwd: source })) {
    await mkdir(path.dirname(path.join(outDir, file)), { recursive: true });
    await cp(path.join(source, file), path.join(outDir, file));
  }
  const style = await readFile(path.join(source, 'app.wxss'), 'utf8');
  await writeFile(path.join(outDir, 'app.wxss'), `${toWxss(await readFile(tokens, 'utf8'))}\n${style}`);
}

async function buildScripts(outDir: string, define: Record<string, string>): Promise<void> {
  const { pages } = JSON.parse(await readFile(path.join(source, 'app.json'), 'utf8')) as { pages: string[] };
  await build({
    configFile: false,
    root: source,
    logLevel: 'warn',
    define,
    build: {
      outDir,
      emptyOutDir: false,
      target: TARGET,
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(['app', ...pages].map((name) => [name, path.join(source, `${name}.ts`)])),
        output: {
          // What `require` of a mini program takes, by relative paths.
          format: 'cjs',
          entryFileNames: '[name].js',
          chunkFileNames: 'lib/[name].js',
        },
      },
    },
  });
}

/** The tokens for pages of a mini program: their root is `page`, they know no `:lang`, and old ones no new `rgb()`. */
function toWxss(css: string): string {
  return css
    .replace(/:root:lang\(en\)\s*\{[^}]*\}/, '')
    .replaceAll(':root', 'page')
    .replace(
      /rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)/g,
      (_, red, green, blue, percent) => `rgba(${red}, ${green}, ${blue}, ${Number(percent) / 100})`,
    )
    .replace(/^\s*color-scheme:.*\n/gm, '');
}
