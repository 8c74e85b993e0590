import { fieldsOf } from './fields-of.ts';
import type { Field, Limit } from './fields-of.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Words } from './words.ts';

/** Draws a payload as a table of its fields. */
export function renderFields(schema: Parameters<typeof fieldsOf>[0], words: Words): Html {
  const rows = fieldsOf(schema).map((field) => renderField(field, words));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.payload}">
    <table>
      <thead>
        <tr>
          <th scope="col">${words.field}</th>
          <th scope="col">${words.type}</th>
          <th scope="col">${words.meaning}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function renderField({ path, type, isRequired, limits, description }: Field, words: Words): Html {
  const said = limits.map((limit) => html`<span class="limit">${limitText(limit, words)}</span> `);
  // A long path may break at its dots.
  const steps = path.split('.').map((step, index) => html`${index > 0 ? html`.<wbr />` : undefined}${step}`);
  return html`<tr>
    <th scope="row">
      <code>${steps}</code>${isRequired ? undefined : html` <span class="optional">${words.optional}</span>`}
    </th>
    <td><code>${type}</code></td>
    <td>${description} ${said}</td>
  </tr>`;
}

function limitText({ of, text }: Limit, { limits }: Words): string {
  return of === undefined ? text : limits[of].replace('{text}', text);
}
