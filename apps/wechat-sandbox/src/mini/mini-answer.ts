import type { FaultBench } from '../faults/fault-bench.ts';
import type { FaultName } from '../faults/faults.ts';
import type { AccessTokens } from '../messages/access-tokens.ts';
import type { Ids } from '../platform/ids.ts';

/** Source: 发送订阅消息, 激活与更新服务卡片, 发货信息录入: error codes. What no document words is ours. */
const MINI_ERRORS = {
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40037: 'invalid template_id',
  41001: 'access_token missing',
  41030: 'invalid page',
  43101: 'user refuse to accept the msg',
  43107: 'capability is banned',
  43108: 'concurrent send to the same user',
  45168: 'sensitive word',
  47001: 'data format error',
  47003: 'argument invalid!',
  85433: 'invalid check_json',
  85434: 'invalid notify_type',
  85436: 'invalid content_json',
  85437: 'invalid notify_code',
  85438: 'notify_code expired',
  85439: 'status cannot follow',
  85447: 'product_list check fail',
  85448: 'already pushed',
  85449: 'locked, try again',
  85461: 'access denied',
  10060001: '支付单不存在',
  10060002: '支付单已完成发货，无法继续发货',
  10060003: '支付单已使用重新发货机会',
  10060004: '支付单处于不可发货的状态',
  10060005: '物流类型有误',
  10060008: '商品描述 item_desc 字段不能为空',
  10060009: '商品描述 item_desc 字段太长',
  10060012: '系统错误',
  10060014: '参数错误',
  10060023: '发货信息未更新',
  10060031: '该笔支付单不属于 openid 所指定的用户',
  268485216: '上传时间非法，请按照 RFC 3339 格式填写',
  268485224: '发货模式非法',
} as const;

export type MiniErrorCode = keyof typeof MINI_ERRORS;

/** A call that WeChat does not do: answered with HTTP 200. */
export class MiniRefusal extends Error {
  readonly errcode: MiniErrorCode;

  constructor(errcode: MiniErrorCode, more = '') {
    super(`${MINI_ERRORS[errcode]}${more && ` ${more}`}`);
    this.name = 'MiniRefusal';
    this.errcode = errcode;
  }

  toAnswer(ids: Ids): { errcode: number; errmsg: string } {
    const rid = [ids.hex(8), ids.hex(8), ids.hex(8)].join('-').toLowerCase();
    return { errcode: this.errcode, errmsg: `${this.message} rid: ${rid}` };
  }
}

/** @throws MiniRefusal 41001, 40001 */
export function demandToken(accessTokens: AccessTokens, faults: FaultBench, accessToken: string): void {
  if (accessToken === '') throw new MiniRefusal(41001);
  if (accessTokens.isGood(accessToken) && faults.take('token-invalid')) accessTokens.end();
  if (!accessTokens.isGood(accessToken)) throw new MiniRefusal(40001);
}

/** @throws MiniRefusal of the first fault that lies in wait */
export function sufferFaults(
  faults: FaultBench,
  suffered: readonly (readonly [fault: FaultName, errcode: MiniErrorCode])[],
): void {
  for (const [fault, errcode] of suffered) if (faults.take(fault)) throw new MiniRefusal(errcode);
}
