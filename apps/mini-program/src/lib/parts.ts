import { createAttempts, createCartMemory } from '@carillon/buyer';
import { createApiOver } from '@carillon/contract';
import type { Api } from '@carillon/contract';
import { createKeys } from './keys.ts';
import { createSession } from './session.ts';
import { createShopLine } from './shop-line.ts';
import type { ShopLine } from './shop-line.ts';
import { wxMemory } from './wx-memory.ts';
import { wxSender } from './wx-request.ts';

/** Where the server is; put in when the mini program is built. */
declare const CARILLON_SERVER: string;

const session = createSession({
  send: wxSender(CARILLON_SERVER),
  memory: wxMemory,
  nowMs: Date.now,
  askCode: () =>
    new Promise((resolve, reject) => {
      wx.login({
        success: ({ code }) => resolve(code),
        fail: ({ errMsg }) => reject(new Error(errMsg)),
      });
    }),
});

/** What all pages share. Each page's script is one of its own, these are made once. */
export const serverUrl = CARILLON_SERVER;
export const api: Api = createApiOver(session.send);
export const line: ShopLine = createShopLine(CARILLON_SERVER, session);
export const carts = createCartMemory(wxMemory);
export const attempts = createAttempts(wxMemory);
export const makeKey = createKeys();
