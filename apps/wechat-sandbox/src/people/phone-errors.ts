/** What the phone, and tools that act for it, can be told. `next` of each is in the message. */
export const PHONE_ERRORS = {
  invalid_request: 400,
  person_unknown: 404,
  code_unrecognised: 404,
  code_dead: 409,
  code_taken: 409,
  trade_unknown: 404,
  trade_paid: 409,
  trade_closed: 409,
  pay_sign_wrong: 400,
  refund_unknown: 404,
  refund_finished: 409,
  login_unknown: 404,
  login_finished: 409,
  fault_unknown: 404,
  push_address_refused: 409,
  template_unknown: 404,
  shipping_unknown: 404,
  not_found: 404,
  too_many_listeners: 429,
  internal_error: 500,
} as const;

export type PhoneErrorCode = keyof typeof PHONE_ERRORS;

export class PhoneError extends Error {
  readonly code: PhoneErrorCode;
  readonly details: unknown;

  constructor(code: PhoneErrorCode, message: string, details?: unknown) {
    super(message);
    this.name = 'PhoneError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return PHONE_ERRORS[this.code];
  }
}
