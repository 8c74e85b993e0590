import type { WeChatErrorEntry } from './error-entry.ts';
import { LINE_ERRORS } from './line-errors.ts';
import { LOGIN_ANSWER_ERRORS } from './login-answer-errors.ts';
import { MESSAGE_ANSWER_ERRORS } from './message-answer-errors.ts';
import { MINI_ANSWER_ERRORS } from './mini-answer-errors.ts';
import { PAY_ANSWER_ERRORS } from './pay-answer-errors.ts';
import { REQUEST_ERRORS } from './request-errors.ts';
import { TRUST_ERRORS } from './trust-errors.ts';

const TABLE = {
  ...REQUEST_ERRORS,
  ...LINE_ERRORS,
  ...TRUST_ERRORS,
  ...PAY_ANSWER_ERRORS,
  ...LOGIN_ANSWER_ERRORS,
  ...MESSAGE_ANSWER_ERRORS,
  ...MINI_ANSWER_ERRORS,
};

/** The code of an error of this package. */
export type WeChatErrorCode = keyof typeof TABLE;

/** Every error of this package. `docs/errors/wechat.md` shows the same list; a test compares them. */
export const WECHAT_ERRORS: Readonly<Record<WeChatErrorCode, WeChatErrorEntry>> = TABLE;
