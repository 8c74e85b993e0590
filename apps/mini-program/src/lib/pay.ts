import type { Api, Order } from '@carillon/contract';
import { askToSubscribe } from './subscribe.ts';

/** What came of asking for a payment. `unconfirmed`: WeChat's sheet said that it is paid, and its books do not, yet, or cannot be asked. */
export type PayOutcome = { name: 'paid'; order: Order } | { name: 'cancelled' } | { name: 'unconfirmed' };

/**
 * Has WeChat ask for the payment of an order (小程序调起支付). What its sheet says is no proof: the server asks.
 * @throws Error when the sheet could not be shown, and ApiError when the server says no
 */
export async function payOrder(api: Api, orderId: number): Promise<PayOutcome> {
  const { payment } = await api('openJsapiPayment', { params: { orderId } });
  const said = await askForPayment(payment);
  try {
    const outcome = await checkPayment(api, orderId);
    if (outcome.name === 'paid' || said === 'ok') return outcome;
  } catch (error) {
    // What WeChat took is not to look as if it had failed.
    if (said === 'ok') return { name: 'unconfirmed' };
    throw error;
  }
  return { name: 'cancelled' };
}

/** Asks whether an order is paid. */
export async function checkPayment(api: Api, orderId: number): Promise<PayOutcome> {
  const { order } = await api('checkPayment', { params: { orderId } });
  return order.status === 'pending_payment' ? { name: 'unconfirmed' } : { name: 'paid', order };
}

type Payment = Pick<WechatMiniprogram.RequestPaymentOption, 'timeStamp' | 'nonceStr' | 'package' | 'paySign'>;

function askForPayment(payment: Payment): Promise<'ok' | 'cancel'> {
  const { timeStamp, nonceStr, paySign } = payment;
  return new Promise((resolve, reject) => {
    wx.requestPayment({
      ...{ timeStamp, nonceStr, package: payment.package, signType: 'RSA', paySign },
      success() {
        // Only a tap or this very callback may ask.
        askToSubscribe();
        resolve('ok');
      },
      fail: ({ errMsg }) => {
        if (errMsg.endsWith('cancel')) resolve('cancel');
        else reject(new Error(errMsg));
      },
    });
  });
}
