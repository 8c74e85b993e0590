interface PaymentFault {
  readonly does: string;
  /** Besides what holds in all: the books agree, and no order rings twice. */
  readonly holds: string;
}

/** What WeChat Pay, or whoever pretends to be it, does wrong, and what must hold beside it. Each has a test. */
export const PAYMENT_FAULTS = {
  duplicate: {
    does: 'tells of a payment twenty times at once',
    holds: 'the order rings once, and all are answered well',
  },
  delayed: {
    does: 'tells of a payment after it was found by asking',
    holds: 'it is known, and answered well',
  },
  'late-notice': {
    does: 'tells of a payment after its order was ended',
    holds: 'the money goes back by itself',
  },
  'no-notice': { does: 'does not tell of a payment at all', holds: 'it is found by asking' },
  'refund-first': { does: 'tells of a refund before its payment', holds: 'both count, once' },
  'wrong-amount': { does: 'tells of another amount', holds: 'nothing changes, and it is written down' },
  'wrong-currency': { does: 'tells of another currency', holds: 'nothing changes, and it is written down' },
  'wrong-mchid': { does: 'tells of another merchant’s', holds: 'nothing changes, and it is written down' },
  'wrong-appid': { does: 'tells of another app’s', holds: 'nothing changes, and it is written down' },
  'forged-signature': { does: 'signs with no key of WeChat’s', holds: 'nothing changes' },
  'unknown-serial': { does: 'names a key that we do not know', holds: 'nothing changes' },
  'stale-timestamp': { does: 'sends again what was signed long ago', holds: 'nothing changes' },
  'future-timestamp': { does: 'signs with a time to come', holds: 'nothing changes' },
  'signature-probe': { does: 'sends a signature that is false on purpose', holds: 'it is answered 401' },
  'truncated-ciphertext': {
    does: 'cuts the encrypted part short',
    holds: 'nothing changes, and it is written down',
  },
  'other-trust': { does: 'signs with the other of its keys', holds: 'it counts' },
  'order-500': { does: 'makes a trade, and answers 500', holds: 'the same number is asked for again' },
  'order-timeout': {
    does: 'makes a trade, and does not answer',
    holds: 'the same number is asked for again',
  },
  'paid-at-close': { does: 'is paid in the moment of the close', holds: 'the payment counts, or goes back' },
  'close-unknown-204': {
    does: 'confirms the close of a number it does not know',
    holds: 'only its state is believed',
  },
  'close-500': { does: 'closes a trade, and answers 500', holds: 'the stock waits for its state' },
  'close-timeout': { does: 'closes a trade, and does not answer', holds: 'the stock waits for its state' },
  'query-500': { does: 'answers a query with 500', holds: 'the stock waits for its state' },
  'query-timeout': { does: 'does not answer a query', holds: 'the stock waits for its state' },
  busy: { does: 'answers 429, and does nothing', holds: 'it is asked again' },
  'refund-500': { does: 'takes a refund on, and answers 500', holds: 'it is given back once' },
  'refund-timeout': { does: 'takes a refund on, and does not answer', holds: 'it is given back once' },
  'refund-slow': { does: 'takes an hour for a refund', holds: 'it is asked about until it is there' },
  'refund-abnormal': {
    does: 'cannot give money to the buyer’s account',
    holds: 'it is shown, and somebody can help it on',
  },
  'refund-closed': { does: 'closes a refund', holds: 'it is begun again under a new number' },
  'refund-not-enough': {
    does: 'has too little of the merchant’s money',
    holds: 'it is shown, and asked for again',
  },
  'refund-51st': {
    does: 'takes no 51st refund of a payment',
    holds: 'it is refused before, or shown and settled by hand',
  },
  'refund-interval': { does: 'takes refunds of one payment a minute apart', holds: 'they go a minute apart' },
} as const satisfies Record<string, PaymentFault>;

export type PaymentFaultKey = keyof typeof PAYMENT_FAULTS;
