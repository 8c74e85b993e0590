/** What is wrong with an action on the wire of payment pages, for programs and for people. In docs/wires.md. */
export const PAYMENT_WIRE_ERRORS = {
  action_invalid:
    'Send {"action":"create" or "remove","outTradeNo":"…"} and, unless the address had it, a token.',
  trade_not_found: 'There is no such trade, or it is not yours to watch. Bring its watch token.',
  too_many_watches: 'This connection watches as many trades as one may. Remove some.',
  unavailable: 'The trade cannot be looked up now. Send the action again.',
} as const;
