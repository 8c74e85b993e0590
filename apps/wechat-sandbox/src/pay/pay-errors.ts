/**
 * WeChat Pay's error codes that this sandbox answers with. `number` is the tail of the Request-ID; those of
 * INVALID_REQUEST, ORDER_CLOSED and ORDER_PAID are WeChat's own, the others are made up.
 * Source: WeChat Pay, "通用错误码" and the error tables of orders, queries, closes, refunds and bills.
 */
export const PAY_ERRORS = {
  USER_PAYING: { status: 202, number: 268435471 },
  PARAM_ERROR: { status: 400, number: 268435457 },
  INVALID_REQUEST: { status: 400, number: 268498688 },
  APPID_MCHID_NOT_MATCH: { status: 400, number: 268435459 },
  ORDER_CLOSED: { status: 400, number: 268447914 },
  ORDER_PAID: { status: 400, number: 268449538 },
  NO_STATEMENT_EXIST: { status: 400, number: 268435466 },
  SIGN_ERROR: { status: 401, number: 268578704 },
  NOT_ENOUGH: { status: 403, number: 268435467 },
  OUT_TRADE_NO_USED: { status: 403, number: 268435468 },
  TRADE_ERROR: { status: 403, number: 268435469 },
  ORDER_NOT_EXIST: { status: 404, number: 268435462 },
  RESOURCE_NOT_EXISTS: { status: 404, number: 268435463 },
  FREQUENCY_LIMITED: { status: 429, number: 268435465 },
  OPENID_MISMATCH: { status: 500, number: 268435470 },
  SYSTEM_ERROR: { status: 500, number: 268435464 },
} as const;

export type PayErrorCode = keyof typeof PAY_ERRORS;

/** Where the fault lies, as WeChat Pay tells it. */
export interface PayErrorDetail {
  field?: string;
  value?: unknown;
  issue?: string;
  location?: string;
  /** What the sandbox would have signed: compare it with yours. */
  sign_information?: {
    method: string;
    url: string;
    truncated_sign_message: string;
    sign_message_length: number;
  };
}

export class PayError extends Error {
  readonly code: PayErrorCode;
  readonly detail: PayErrorDetail | undefined;

  constructor(code: PayErrorCode, message: string, detail?: PayErrorDetail) {
    super(message);
    this.name = 'PayError';
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return PAY_ERRORS[this.code].status;
  }

  get body(): string {
    return JSON.stringify({ code: this.code, message: this.message, detail: this.detail });
  }
}
