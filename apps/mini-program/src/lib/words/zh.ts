/** What only the mini program says, in Chinese. `en.ts` says the same. */
export const zh = {
  start: {
    title: '选择店铺',
    lead: '在店内请扫桌上的二维码；也可以选一家店，到柜台自取或点外卖。',
    scan: '扫桌码点餐',
    notATable: '这不是桌上的二维码',
    language: 'English',
  },
  menu: { passes: '次卡', closed: '休息中' },
  order: {
    missingText: '只有下单的微信账号能看到订单。请换回那个账号，或把取餐号告诉店员。',
    pay: '微信支付 {total}',
    seePass: '查看次卡',
  },
  orders: { emptyText: '用这个微信账号下的订单会显示在这里。' },
  passes: {
    missingText: '只有持卡的微信账号能看到次卡。请换回那个账号。',
  },
  buy: { failed: '没有买成，没有扣款' },
  line: { offline: '连接断开，正在重连。恢复后自动更新。' },
};

/** What every language has to say. */
export type OwnWords = typeof zh;
