import { stat } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface PageFolders {
  /** Built storefront, served at `/`. */
  storefront: string;
  /** Built console, served at `/console/`. */
  console: string;
}

const FOREVER = 'public, max-age=31536000, immutable';
const ASK_FIRST = 'no-cache';
/** Paths that are never a page's: what is not there is not found, whatever the browser accepts. */
const NOT_PAGES = /^\/(api|ws|pictures)\//;

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Carillon</title>
<h1>页面还没有构建</h1><p>请在仓库根目录运行 <code>npm run build</code>，然后刷新。</p>
<h1 lang="en">The pages are not built yet</h1>
<p lang="en">Run <code>npm run build</code> in the repository’s root, then reload.</p>`;

/**
 * Serves the front ends. An address without a file is answered with `index.html`: the page has its own routes.
 * Files below `assets/` carry a hash in their name and are kept for ever, everything else is asked for anew.
 */
export async function servePages(app: FastifyInstance, folders: PageFolders): Promise<void> {
  await app.register(fastifyStatic, {
    root: path.parse(process.cwd()).root,
    serve: false,
    cacheControl: false,
  });
  const open = { schema: { hide: true }, config: { for: 'everybody' } } as const;
  app.get('/console', open, (_request, reply) => reply.redirect('/console/', 301));
  app.get<{ Params: { '*': string } }>('/console/*', open, (request, reply) =>
    sendPage(folders.console, request, reply),
  );
  app.get<{ Params: { '*': string } }>('/*', open, (request, reply) =>
    sendPage(folders.storefront, request, reply),
  );
}

async function sendPage(
  folder: string,
  request: FastifyRequest<{ Params: { '*': string } }>,
  reply: FastifyReply,
): Promise<void> {
  const wanted = request.params['*'];
  if (NOT_PAGES.test(request.url)) {
    reply.callNotFound();
    return;
  }
  if (wanted !== '' && (await isFileBelow(folder, wanted))) {
    reply.header('cache-control', wanted.startsWith('assets/') ? FOREVER : ASK_FIRST);
    return reply.sendFile(wanted, folder);
  }
  // A missing picture or script is not a page; answering HTML would only hide the mistake.
  if (path.extname(wanted) !== '' || wanted.startsWith('assets/')) {
    reply.callNotFound();
    return;
  }
  reply.header('cache-control', ASK_FIRST);
  if (!(await isFileBelow(folder, 'index.html'))) {
    return reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT);
  }
  return reply.sendFile('index.html', folder);
}

async function isFileBelow(folder: string, name: string): Promise<boolean> {
  const file = path.resolve(folder, name);
  if (!file.startsWith(folder + path.sep) || name.includes('\0')) return false;
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
