import { fakeApi, makeOrder, refusalOf } from '@carillon/buyer/testing';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { payOrder } from './pay.ts';

type Sheet = Record<'success' | 'fail', (said: { errMsg: string }) => void>;

const requestSubscribeMessage = vi.fn();
const checkPayment = vi.fn<() => Promise<unknown>>();
const api = fakeApi({
  openJsapiPayment: () => Promise.resolve({ payment: { package: 'prepay_id=1' } }),
  checkPayment,
});

/** WeChat's sheet, which is closed at once. */
function close(how: keyof Sheet, errMsg: string): void {
  vi.stubGlobal('wx', { requestSubscribeMessage, requestPayment: (sheet: Sheet) => sheet[how]({ errMsg }) });
}

beforeEach(() => {
  vi.stubGlobal('CARILLON_TEMPLATES', ['order-progress']);
  requestSubscribeMessage.mockClear();
  checkPayment.mockReset().mockResolvedValue({ order: makeOrder() });
});

describe('paying in the mini program', () => {
  test('is done when the server knows it', async () => {
    close('success', 'requestPayment:ok');
    checkPayment.mockResolvedValue({ order: makeOrder({ status: 'paid' }) });
    expect(await payOrder(api, 7)).toMatchObject({ name: 'paid' });
    expect(requestSubscribeMessage).toHaveBeenCalledOnce();
  });

  test('that WeChat took is not known while the server cannot be asked: nobody is told to pay again', async () => {
    close('success', 'requestPayment:ok');
    checkPayment.mockRejectedValue(refusalOf(503, 'unavailable'));
    expect(await payOrder(api, 7)).toEqual({ name: 'unconfirmed' });
  });

  test('is cancelled by the buyer, who is asked for nothing more', async () => {
    close('fail', 'requestPayment:fail cancel');
    expect(await payOrder(api, 7)).toEqual({ name: 'cancelled' });
    expect(requestSubscribeMessage).not.toHaveBeenCalled();
  });

  test('fails where the sheet cannot be shown', async () => {
    close('fail', 'requestPayment:fail no permission');
    await expect(payOrder(api, 7)).rejects.toThrow('no permission');
  });
});
