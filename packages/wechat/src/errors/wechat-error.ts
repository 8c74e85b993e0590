import { WECHAT_ERRORS } from './error-table.ts';
import type { WeChatErrorCode } from './error-table.ts';
import type { WeChatOutcome } from './error-entry.ts';

/** What is known about an error beside its code. */
export interface WeChatErrorFacts {
  /** HTTP status of the answer; left out when there was none. */
  readonly status?: number | undefined;
  /** WeChat's own code, as it was spelt: `ORDER_CLOSED`, `40029`. */
  readonly wechatCode?: string | undefined;
  /** The id that WeChat's support asks for: header Request-ID, or the rid of an errmsg. */
  readonly requestId?: string | undefined;
  /** The field that is wrong, as WeChat points at it: `/amount/total`. */
  readonly field?: string | undefined;
}

/**
 * Anything that goes wrong between us and WeChat. Decide by `code` or `outcome`, log the rest.
 * The message never holds keys, secrets, login codes or addresses with a query.
 */
export class WeChatError extends Error {
  override readonly name = 'WeChatError';
  readonly code: WeChatErrorCode;
  readonly outcome: WeChatOutcome;
  /** Whether whoever answered or called is not proven to be WeChat. */
  readonly forged: boolean;
  /** HTTP status of WeChat's answer; 0 when there was none. */
  readonly status: number;
  readonly wechatCode: string | undefined;
  readonly requestId: string | undefined;
  readonly field: string | undefined;

  /** `what` says what happened; what to do about it is added from the table. */
  constructor(code: WeChatErrorCode, what: string, facts: WeChatErrorFacts = {}) {
    const { outcome, forged = false, next } = WECHAT_ERRORS[code];
    super(`${what} ${next}`);
    this.code = code;
    this.outcome = outcome;
    this.forged = forged;
    this.status = facts.status ?? 0;
    this.wechatCode = facts.wechatCode;
    this.requestId = facts.requestId;
    this.field = facts.field;
  }
}
