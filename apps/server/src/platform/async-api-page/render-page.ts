import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AsyncApiDocument } from '@carillon/messaging';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderFields } from './render-fields.ts';
import { words } from './words.ts';
import type { Locale, Words } from './words.ts';

type Operation = AsyncApiDocument['operations'][string];
type Channel = AsyncApiDocument['channels'][string];
type Group = keyof Words['groups'];

export interface PageOptions {
  readonly document: AsyncApiDocument;
  readonly locale: Locale;
  /** What operations do, in Chinese, by their summary in the document. */
  readonly chinese: Readonly<Record<string, string>>;
}

const design = (name: string): string =>
  readFileSync(fileURLToPath(import.meta.resolve(`@carillon/design/${name}`)), 'utf8');
const style = design('tokens.css') + readFileSync(path.join(import.meta.dirname, 'page.css'), 'utf8');
const bell = design('mark.svg');
const icon = `data:image/svg+xml,${encodeURIComponent(bell)}`;
const mark = bell.replace('stroke="#8a5a24"', 'stroke="currentColor" aria-hidden="true"');

const GROUPS: readonly Group[] = ['receive', 'answer', 'send', 'own'];

/** Draws an AsyncAPI document as a page for people: no script, nothing from elsewhere. */
export function renderPage({ document, locale, chinese }: PageOptions): string {
  const said = words[locale];
  const summarise = (text: string): string => (locale === 'zh' ? (chinese[text] ?? text) : text);
  const operations = Object.entries(document.operations);
  const groups = GROUPS.map((group) => {
    const members = operations.filter(([, operation]) => groupOf(operation, document) === group);
    const cards = members.map(([id, operation]) => renderCard({ id, operation, document, said, summarise }));
    return html`<section aria-labelledby="${group}">
      <h2 id="${group}">${said.groups[group].title}</h2>
      <p class="lead">${said.groups[group].lead}</p>
      ${cards}
    </section>`;
  });
  return html`<!doctype html>
    <html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${said.title}</title>
        <link rel="icon" href="${icon}" />
        <style>
          ${{ html: style }}
        </style>
      </head>
      <body>
        <header>
          <span class="mark">${{ html: mark }}</span>
          <h1>${said.title}</h1>
          <a class="language" href="?lang=${locale === 'zh' ? 'en' : 'zh'}">${said.other}</a>
        </header>
        <main>
          <p class="lead">${said.lead}</p>
          <p class="links">
            <a href="/asyncapi.json">${said.document}</a> <a href="/api/docs">${said.http}</a>
          </p>
          ${renderServers(document, said)} ${groups}
        </main>
      </body>
    </html>`.html;
}

function renderServers({ servers = {} }: AsyncApiDocument, said: Words): Html {
  const rows = Object.entries(servers).map(([name, { protocol, host, pathname }]) => {
    const who = name === 'staff' || name === 'buyer' ? said.servers[name] : name;
    return html`<dt><code>${`${protocol}://${host}${pathname ?? ''}`}</code></dt>
      <dd>${who}</dd>`;
  });
  return html`<section aria-labelledby="connect">
    <h2 id="connect">${said.connect}</h2>
    <div class="card">
      <dl>${rows}</dl>
      <p>${said.protocol}</p>
    </div>
  </section>`;
}

interface Card {
  readonly id: string;
  readonly operation: Operation;
  readonly document: AsyncApiDocument;
  readonly said: Words;
  readonly summarise: (text: string) => string;
}

function renderCard({ id, operation, document, said, summarise }: Card): Html {
  const channel = channelOf(operation.channel, document);
  const messages = operation.messages.map(({ $ref }) => channel.messages[lastOf($ref)]);
  const isJournaled = messages.some((message) => message?.headers !== undefined);
  const schemas = messages.map((message) => schemaOf(message?.payload?.$ref, document));
  const { reply, summary = '' } = operation;
  return html`<article class="card" aria-labelledby="${id}">
    <h3 id="${id}"><code>${renderAddress(channel.address)}</code></h3>
    ${summary === '' ? undefined : html`<p>${summarise(summary)}</p>`}
    ${isJournaled ? html`<p class="badge">${said.journaled}</p>` : undefined}
    ${reply && html`<p class="reply">${said.reply} <code>${channelOf(reply.channel, document).address}</code></p>`}
    ${schemas.map((schema) =>
      schema === undefined
        ? html`<p class="lead">${said.noPayload}</p>`
        : html`<details>
            <summary>${said.payload}</summary>
            ${renderFields(schema, said)}
          </details>`,
    )}
  </article>`;
}

/** Shows the parts of an address that stand for something. */
function renderAddress(address: string): Html[] {
  return address
    .split(/(\{[^}]*\})/)
    .map((part) => (part.startsWith('{') ? html`<var>${part}</var>` : html`${part}`));
}

function groupOf(operation: Operation, document: AsyncApiDocument): Group {
  if (operation.action === 'receive') return 'receive';
  const { address } = channelOf(operation.channel, document);
  if (address.startsWith('/app/')) return 'answer';
  return address.startsWith('/user/') ? 'own' : 'send';
}

function channelOf({ $ref }: { readonly $ref: string }, { channels }: AsyncApiDocument): Channel {
  const channel = channels[lastOf($ref)];
  if (channel === undefined) throw new Error(`the document has no channel ${$ref}`);
  return channel;
}

function schemaOf($ref: string | undefined, { components }: AsyncApiDocument) {
  return $ref === undefined ? undefined : components.schemas[lastOf($ref)];
}

/** The name at the end of a JSON pointer (RFC 6901). */
function lastOf(pointer: string): string {
  return (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}
