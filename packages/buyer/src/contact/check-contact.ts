import type { Contact } from '@carillon/contract';
import { PHONE_PATTERN } from '@carillon/contract';

/** What is amiss in each field that is; empty when the contact can be used. */
export type ContactFaults = Partial<Record<keyof Contact, 'missing' | 'invalid'>>;

/** Says what is amiss in a contact as it was typed, by the server's rules. */
export function checkContact({ name, phone, address }: Contact): ContactFaults {
  return {
    ...(name.trim() === '' && { name: 'missing' as const }),
    ...phoneFault(phone.trim()),
    ...(address.trim() === '' && { address: 'missing' as const }),
  };
}

function phoneFault(phone: string): ContactFaults {
  if (phone === '') return { phone: 'missing' };
  return PHONE_PATTERN.test(phone) ? {} : { phone: 'invalid' };
}

/** The contact without what stands around it. */
export function trimContact({ name, phone, address }: Contact): Contact {
  return { name: name.trim(), phone: phone.trim(), address: address.trim() };
}
