import { flushPromises } from '@vue/test-utils';

/** Types into the field of this label, as a person finds it. */
export async function fill(label: string, value: string): Promise<void> {
  const field = fieldOf(label);
  field.value = value;
  field.dispatchEvent(new Event('input'));
  field.dispatchEvent(new Event('change'));
  await flushPromises();
}

/** Sends the form of the dialog that is open. */
export async function submitDialog(): Promise<void> {
  const forms = [...document.querySelectorAll('.el-dialog form')];
  forms.at(-1)?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
}

function fieldOf(label: string): HTMLInputElement {
  const words = [...document.querySelectorAll('label')].find(
    ({ textContent }) => textContent.trim() === label,
  );
  const id = words?.getAttribute('for');
  const field = id ? document.getElementById(id) : document.querySelector(`[aria-label="${label}"]`);
  if (!field) throw new Error(`no field ${label}`);
  return field as HTMLInputElement;
}
