import type { PassResult } from '@carillon/contract';

interface WireStatus {
  readonly status: number;
  readonly message: string;
  readonly detail: (result: PassResult) => string;
}

const left = ({ left }: PassResult): string => `剩余次数: ${left}`;

/** What each outcome of a scan is on the wire of car washes. In docs/wires.md. No part holds an underscore. */
const PASS_WIRE_STATUSES: Readonly<Record<PassResult['outcome'], WireStatus | undefined>> = {
  taken: { status: 0, message: '扣费成功', detail: left },
  pass_code_expired: { status: 1, message: '核销码已过期', detail: () => '请出示最新的码' },
  pass_code_used: { status: 2, message: '核销码已使用', detail: left },
  pass_wrong_shop: { status: 3, message: '不是本店的次卡', detail: () => '请到购卡的门店使用' },
  pass_used_up: { status: 4, message: '次数已用完', detail: left },
  pass_frozen: { status: 5, message: '次卡已冻结', detail: () => '请联系店员' },
  pass_expired: { status: 6, message: '次卡已过期', detail: () => '请联系店员' },
  pass_refunded: { status: 7, message: '次卡已退款', detail: left },
  undone: { status: 10, message: '扣费已撤销', detail: left },
  // Whose a forged code is nobody knows: it is never told to a buyer.
  pass_code_invalid: undefined,
};

/** Says what a scan came to as `<status>_<message>_<detail>`; undefined for what no buyer is told. */
export function passWireText(result: PassResult): string | undefined {
  const known = PASS_WIRE_STATUSES[result.outcome];
  return known && `${known.status}_${known.message}_${known.detail(result)}`;
}
