import { expect, test } from 'vitest';
import { html } from './html.ts';

test('what is put into HTML is text, unless it is HTML', () => {
  expect(html`<p title="${'"a" & b'}">${'<script>'}${html`<b>${1}</b>`}</p>`.html).toBe(
    '<p title="&#34;a&#34; &#38; b">&#60;script&#62;<b>1</b></p>',
  );
});

test('undefined is nothing, and a list its parts', () => {
  expect(html`${undefined}${['a', html`<br />`]}`.html).toBe('a<br />');
});
