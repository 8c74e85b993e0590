import { flushPromises } from '@vue/test-utils';

/** Types into the field that a selector finds. */
export async function fill(selector: string, value: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (!field) throw new Error(`no field ${selector}`);
  field.value = value;
  field.dispatchEvent(new Event('input'));
  field.dispatchEvent(new Event('change'));
  await flushPromises();
}

/** Types into the field of this label. */
export async function fillLabelled(label: string, value: string): Promise<void> {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === label);
  if (!found) throw new Error(`no field ${label}`);
  await fill(`[id="${found.htmlFor}"]`, value);
}

/** Sends the form that a selector finds. */
export async function submit(selector: string): Promise<void> {
  const form = document.querySelector(selector);
  if (!form) throw new Error(`no form ${selector}`);
  form.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
}
