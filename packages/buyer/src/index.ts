/** What a buyer's pages know and do, on whatever they are shown: a browser's page or a mini program. No DOM, no I/O. */
export {
  countOf,
  keyOf,
  lineOf,
  mostOf,
  orderable,
  totalFenOf,
  withLine,
  withoutOrdered,
} from './cart/cart.ts';
export type { Cart, CartLine } from './cart/cart.ts';
export { CART_KEEPS_MS, createCartMemory } from './cart/cart-memory.ts';
export { deliveryTerms } from './cart/delivery-terms.ts';
export { reconcileCart } from './cart/reconcile-cart.ts';
export type { CartChange } from './cart/reconcile-cart.ts';
export { createAttempts } from './checkout/attempts.ts';
export { createCheckout } from './checkout/checkout.ts';
export type { Checkout, CheckoutState } from './checkout/checkout.ts';
export { sumUp } from './checkout/sum-up.ts';
export type { CheckoutSum } from './checkout/sum-up.ts';
export { checkContact, trimContact } from './contact/check-contact.ts';
export type { ContactFaults } from './contact/check-contact.ts';
export { errorCode, errorWords } from './error-words.ts';
export type { ErrorWords } from './error-words.ts';
export type { Memory } from './memory.ts';
export { firstPicks, groupMissing, togglePick } from './menu/option-picks.ts';
export { stockMark } from './menu/stock-mark.ts';
export { withStock } from './menu/with-stock.ts';
export type { StockNews } from './menu/with-stock.ts';
export { orderHint } from './orders/order-hint.ts';
export { orderSteps } from './orders/order-steps.ts';
export { reminderPauseMs } from './orders/reminder-pause.ts';
export { whereWords } from './orders/where-words.ts';
export { kindTerms, validUntil, visitPriceFen } from './passes/kind-words.ts';
export { createPassPurchase } from './passes/pass-purchase.ts';
export { createPassScreen } from './passes/pass-screen.ts';
export type { PassScreen, PassScreenState } from './passes/pass-screen.ts';
export { resultWords } from './passes/result-words.ts';
export type { ResultWords } from './passes/result-words.ts';
export { fulfilmentsAt, placeName } from './place.ts';
export type { Place, PlaceAddress, Way } from './place.ts';
export { createSharedLine } from './shared-line.ts';
export type { Line, LineState, Listening, SharedLine } from './shared-line.ts';
export { clockText, dayText, leftText } from './time-text.ts';
export type { Locale, Translate } from './translate.ts';
export { zh } from './words/zh.ts';
export type { Words } from './words/zh.ts';
