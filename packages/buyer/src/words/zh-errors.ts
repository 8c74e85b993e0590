/** What failed calls say in Chinese, by their codes: what happened, what it means, and what to do. */
export const zhErrors = {
  network: { title: '连不上网络', text: '请检查手机网络后重试。已提交的订单不受影响。' },
  unreadable_answer: { title: '服务暂时没有响应', text: '已提交的订单不受影响。请稍等片刻再试。' },
  internal_error: { title: '服务出了问题', text: '已提交的订单不受影响。请稍等片刻再试，或告诉店员。' },
  database_busy: { title: '现在有点忙', text: '已提交的订单不受影响。请稍等片刻再试。' },
  database_unavailable: {
    title: '服务暂时不可用',
    text: '已提交的订单不受影响。请稍等片刻再试，或告诉店员。',
  },
  too_many_requests: { title: '操作太频繁', text: '请等几秒再试。' },
  not_found: { title: '没有找到', text: '链接可能已经失效。请重新扫桌上的二维码。' },
  invalid_request: {
    title: '提交的内容有误',
    text: '没有下单，没有扣款。请返回菜单重新选择，或告诉店员。',
  },
  cross_origin_refused: {
    title: '页面地址不对',
    text: '没有下单，没有扣款。请重新扫桌上的二维码，从打开的页面里下单。',
  },
  price_changed: { title: '价格有变化', text: '还没有下单，没有扣款。请核对新的合计再提交。' },
  sold_out: {
    title: '有菜品不够了',
    text: '还没有下单，没有扣款。购物车已按剩余数量调整，请核对后再提交。',
  },
  product_unknown: {
    title: '有菜品不在菜单上了',
    text: '还没有下单，没有扣款。购物车已经更新，请核对后再提交。',
  },
  choices_refused: {
    title: '有菜品的选项有变化',
    text: '还没有下单，没有扣款。请在购物车里移除它，重新选好规格再提交。',
  },
  product_off_shelf: {
    title: '有菜品已下架',
    text: '还没有下单，没有扣款。购物车已经更新，请核对后再提交。',
  },
  too_many_of_product: { title: '有菜品数量太多', text: '没有下单，没有扣款。请减少数量，或分两单提交。' },
  order_costs_nothing: { title: '订单金额不能为零', text: '没有下单，没有扣款。请至少选一样收费的菜品。' },
  idempotency_key_reused: {
    title: '这次提交和之前的不一致',
    text: '没有重复下单。请先在“我的订单”里看看之前那一单，再决定是否提交。',
  },
  buyer_unknown: {
    title: '浏览器没有保存 Cookie',
    text: '没有下单，没有扣款。请在浏览器设置里允许 Cookie，再提交。',
  },
  idempotency_key_missing: { title: '提交没有成功', text: '没有下单，没有扣款。请刷新页面后再提交。' },
  table_not_found: {
    title: '没有找到这张桌子',
    text: '没有下单，没有扣款。请重新扫桌上的二维码，或选择自取。',
  },
  table_code_missing: { title: '没有桌码', text: '没有下单，没有扣款。请重新扫桌上的二维码。' },
  shop_closed: { title: '店家休息中', text: '没有下单，没有扣款。购物车会留着，开店后再提交。' },
  pickup_not_offered: {
    title: '这家店暂不支持自取',
    text: '没有下单，没有扣款。请换一种用餐方式再提交。',
  },
  delivery_not_offered: {
    title: '这家店暂不送外卖',
    text: '没有下单，没有扣款。请改为自取，或到店扫码点餐。',
  },
  below_delivery_minimum: {
    title: '还没到起送价',
    text: '没有下单，没有扣款。请再加几样，或改为自取。',
  },
  contact_missing: { title: '还没有收货地址', text: '没有下单，没有扣款。请填写收货地址再提交。' },
  address_not_found: { title: '没有找到这个地址', text: '可能已在别的页面删除。请关闭后重新打开地址簿。' },
  too_many_addresses: { title: '地址簿满了', text: '请先删除一个不用的地址，再保存。' },
  order_not_paid: { title: '订单还没有付款', text: '付款后店家才会收到订单。' },
  order_already_accepted: {
    title: '店家已经接单',
    text: '已经在制作，不能在这里取消。需要时请联系店家。',
  },
  order_already_ready: { title: '已经出餐', text: '不能在这里取消。需要时请联系店家。' },
  order_already_delivering: { title: '已经在配送', text: '不能在这里取消。需要时请联系店家。' },
  order_already_completed: { title: '订单已经完成', text: '不能在这里取消。需要时请联系店家。' },
  order_cancelled: { title: '订单已经取消', text: '已付的钱会原路退回。' },
  shop_not_found: { title: '没有找到这家店', text: '没有下单，没有扣款。请重新扫桌上的二维码。' },
  order_not_found: { title: '没有找到这个订单', text: '只有下单时用的手机和浏览器能看到订单。' },
  order_already_paid: { title: '订单已经付款', text: '不用再付。进度马上会显示在这里。' },
  order_expired: {
    title: '支付时间已过',
    text: '没有扣款，商品已经退回店里。需要时请重新下单。',
  },
  payment_unavailable: { title: '这家店还没有开通微信支付', text: '订单已保留，没有扣款。请到柜台付款。' },
  payment_unanswered: {
    title: '微信支付暂时没有响应',
    text: '订单已保留，没有扣款。请重试，不会重复付款。',
  },
  openid_missing: { title: '微信没有告诉我们您是谁', text: '没有扣款。请改用付款码支付，或重新打开本页。' },
  payment_refused: { title: '微信支付没有接受这笔订单', text: '没有扣款。请告诉店员，或到柜台付款。' },
  unknown: { title: '没有成功', text: '出现了意外情况（{code}）。请再试一次，或告诉店员。' },
};
