/** Buyers with accounts: who they are with WeChat, and which anonymous buyers they were before. */
export { buyerErrors } from './buyer-errors.ts';
export { findOpenid } from './buyer-store.ts';
export {
  BUYER_LOGIN_PATH,
  BUYER_LOGIN_COOKIE,
  identifyInMiniProgram,
  identifyInWeChat,
} from './buyer-login.ts';
export type { BuyerIdentity } from './buyer-store.ts';
export { recogniseBuyer } from './recognise-buyer.ts';
export { SHOP_HOME, isShopPath } from './return-path.ts';
export { buyerNow, claimAnonymous, hasBeen, settleOnBuyer } from './settle-on-buyer.ts';
