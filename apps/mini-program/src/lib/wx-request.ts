import { CALL_LIMIT_MS } from '@carillon/contract';
import type { SendRequest } from '@carillon/contract';

/**
 * Carries calls by `wx.request`.
 * @param serverUrl without a trailing slash; its domain is among the mini program's request domains
 */
export function wxSender(serverUrl: string): SendRequest {
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      wx.request({
        url: serverUrl + path,
        method,
        header: { ...headers },
        // Without data a POST goes out as JSON all the same, with nothing in it, which is no JSON.
        ...(method === 'POST' && { data: body ?? '{}' }),
        // As text: WeChat hands over as a string, too, what it cannot read.
        dataType: '其他',
        timeout: CALL_LIMIT_MS,
        success: ({ statusCode, data }) => resolve({ status: statusCode, body: readJson(data) }),
        fail: ({ errMsg }) => reject(new Error(errMsg)),
      });
    });
}

function readJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return undefined;
  }
}
