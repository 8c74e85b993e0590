import { en as shared } from '@carillon/buyer/en';
import type { Words } from './zh.ts';

/** The pages' words in English, equal to the Chinese ones. */
export const en: Words = {
  ...shared,
  app: { name: 'Carillon' },
  login: {
    because: {
      buyer_login_expired: 'The login through WeChat took too long.',
      buyer_login_cancelled: 'You are not logged in through WeChat.',
      buyer_login_failed: 'WeChat did not confirm the login.',
      snapshot_user: 'WeChat shows this page as a snapshot; open the full page to log in.',
      risk_user: 'WeChat does not let this account log in at present.',
      other: 'You are not logged in through WeChat.',
    },
    goesOn: 'You can order all the same, and pay by the QR code.',
    dismiss: 'Put the note about the login away',
  },
  missing: {
    title: 'There is no such page',
    text: 'The link may be mistyped, or the page has moved.',
    home: 'Go to the start',
  },
  payment: {
    ...shared.payment,
    show: 'Show the code',
    scan: 'Pay by WeChat',
    qr: 'WeChat Pay code, {amount}',
    how: 'How to pay',
    step1: 'Open WeChat and choose Scan',
    step2: 'Scan the code',
    step3: 'Check the amount and confirm',
    left: 'New code in {left}',
    renewing: 'Renewing the code…',
    preparing: 'Making the code…',
    renew: 'Renew the code',
    pausedTitle: 'The code has expired',
    pausedText: 'Your order is kept and nothing was charged. Renew the code when you want to pay.',
    copy: 'Copy the code',
    copied: 'Copied',
    copyByHand: 'Press and hold the text below to copy it',
    code: 'Text of the code',
    watching: 'This page moves on by itself once you have paid.',
    byCode: 'Pay by a code instead',
  },
};
