import { zh as shared } from '@carillon/buyer';

/** The pages' words in Chinese: the language they are written in first. `en.ts` says the same. */
export const zh = {
  ...shared,
  app: { name: '编钟' },
  login: {
    because: {
      buyer_login_expired: '微信登录已过期。',
      buyer_login_cancelled: '没有用微信登录。',
      buyer_login_failed: '微信没有确认这次登录。',
      snapshot_user: '微信正以快照页显示，点“使用完整服务”后可以登录。',
      risk_user: '微信目前不允许这个账号登录。',
      other: '没有用微信登录。',
    },
    goesOn: '不影响点餐：照常下单，用付款码支付。',
    dismiss: '收起登录提示',
  },
  account: {
    in: '已用微信登录，订单跟着账号。',
    out: '没有登录，订单只记在这个浏览器里。',
    logIn: '用微信登录',
    manage: '登录与设备',
    title: '登录与设备',
    lead: '这些设备登录着你的账号。有不认识的，就让它退出。',
    failed: '登录的设备没有读出来。',
    thisOne: '本机',
    unknownDevice: '未知设备',
    ways: { h5: '微信内', mini_program: '小程序' },
    used: '{way}登录，最近使用 {time}',
    end: '退出',
    endNamed: '让 {device} 退出登录',
    logOut: '本机退出登录',
    logOutHint: '退出后，本机看不到账号里的订单；用微信再登录就回来。',
  },
  missing: { title: '没有这个页面', text: '链接可能写错了，或页面已经移走。', home: '回到首页' },
  payment: {
    ...shared.payment,
    show: '显示付款码',
    scan: '微信扫码支付',
    qr: '微信支付付款码，{amount}',
    how: '怎样支付',
    step1: '打开微信，点“扫一扫”',
    step2: '扫描付款码',
    step3: '核对金额并确认支付',
    left: '付款码 {left} 后更新',
    renewing: '正在更新付款码…',
    preparing: '正在生成付款码…',
    renew: '更新付款码',
    pausedTitle: '付款码已过期',
    pausedText: '订单还在，没有扣款。需要支付时请更新付款码。',
    copy: '复制付款码',
    copied: '已复制',
    copyByHand: '请长按下面的文字复制',
    code: '付款码文字',
    watching: '支付后本页会自动更新，不用刷新。',
    byCode: '改用付款码支付',
  },
};

/** What every language has to say. */
export type Words = typeof zh;
