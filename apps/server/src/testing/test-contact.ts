import type { Contact } from '@carillon/contract';

/** Where a test has something brought. */
export const HOME: Contact = { name: '李雷', phone: '13800000000', address: '桂花巷 9 号' };
