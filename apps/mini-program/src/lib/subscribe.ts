/** Ids of the templates by which the shop tells what becomes of an order; put in when the mini program is built. */
declare const CARILLON_TEMPLATES: readonly string[];

/**
 * Asks whether the shop may tell the buyer, once, what becomes of what they paid (一次性订阅消息). To be called in a tap
 * or in a payment's callback: WeChat refuses it anywhere else. Whatever the buyer says, the order goes on.
 */
export function askToSubscribe(): void {
  if (CARILLON_TEMPLATES.length === 0) return;
  wx.requestSubscribeMessage({ tmplIds: [...CARILLON_TEMPLATES], fail: () => undefined });
}
