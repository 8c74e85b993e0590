import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AsyncApiDocument } from '@carillon/messaging';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderFields } from './render-fields.ts';
import { words } from './words.ts';
import type { Locale, Words } from './words.ts';

type Operation = AsyncApiDocument['operations'][string];
type Place = Pick<Operation, 'channel' | 'messages'>;
type Schema = AsyncApiDocument['components']['schemas'][string];
type Group = keyof Words['groups'];

export interface PageOptions {
  readonly document: AsyncApiDocument;
  readonly locale: Locale;
  /** What operations do, in Chinese, by their summary in the document. */
  readonly chinese: Readonly<Record<string, string>>;
}

const read = (url: string): string => readFileSync(fileURLToPath(url), 'utf8');
const style =
  read(import.meta.resolve('@carillon/design/tokens.css')) + read(import.meta.resolve('./page.css'));
const bell = read(import.meta.resolve('@carillon/design/mark.svg'));
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
  const { address, isJournaled, parameters, schemas } = readPlace(operation, document);
  const { summary = '' } = operation;
  const reply = operation.reply && readPlace(operation.reply, document);
  return html`<article class="card" aria-labelledby="${id}">
    <h3 id="${id}"><code>${renderAddress(address)}</code></h3>
    ${summary === '' ? undefined : html`<p>${summarise(summary)}</p>`}
    ${renderParameters(parameters, summarise)}
    ${isJournaled ? html`<p class="badge">${said.journaled}</p>` : undefined}
    ${schemas.map((schema) => renderPayload(schema, said.payload, said))}
    ${reply && html`<p class="reply">${said.reply} <code>${reply.address}</code></p>`}
    ${reply?.schemas.map((schema) => renderPayload(schema, said.replyPayload, said))}
  </article>`;
}

/** What an operation's reference to a channel and its messages stands for. */
function readPlace({ channel: { $ref }, messages }: Place, { channels, components }: AsyncApiDocument) {
  const channel = channels[lastOf($ref)];
  if (channel === undefined) throw new Error(`the document has no channel ${$ref}`);
  const meant = messages.map((message) => channel.messages[lastOf(message.$ref)]);
  return {
    address: channel.address,
    parameters: channel.parameters ?? {},
    isJournaled: meant.some((message) => message?.headers !== undefined),
    schemas: meant.map((message) => message?.payload && components.schemas[lastOf(message.payload.$ref)]),
  };
}

function renderPayload(schema: Schema | undefined, title: string, said: Words): Html {
  if (schema === undefined) return html`<p class="lead">${said.noPayload}</p>`;
  return html`<details>
    <summary>${title}</summary>
    ${renderFields(schema, said)}
  </details>`;
}

/** What the parts of an address stand for. */
function renderParameters(
  parameters: Readonly<Record<string, { readonly description?: string }>>,
  summarise: Card['summarise'],
): Html | undefined {
  const rows = Object.entries(parameters).map(
    ([name, { description = '' }]) =>
      html`<dt><var>${`{${name}}`}</var></dt>
        <dd>${summarise(description)}</dd>`,
  );
  return rows.length === 0 ? undefined : html`<dl class="parameters">${rows}</dl>`;
}

/** Shows the parts of an address that stand for something. */
function renderAddress(address: string): Html[] {
  return address
    .split(/(\{[^}]*\})/)
    .map((part) => (part.startsWith('{') ? html`<var>${part}</var>` : html`${part}`));
}

function groupOf(operation: Operation, document: AsyncApiDocument): Group {
  if (operation.action === 'receive') return 'receive';
  const { address } = readPlace(operation, document);
  if (address.startsWith('/app/')) return 'answer';
  return address.startsWith('/user/') ? 'own' : 'send';
}

/** The name at the end of a JSON pointer (RFC 6901). */
function lastOf(pointer: string): string {
  return (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}
