import type { Memory } from '@carillon/buyer';

const PREFIX = 'carillon.';

/** What WeChat keeps for this mini program on this phone: at most 10 MB, until the buyer clears it. */
export const wxMemory: Memory = {
  recall(name) {
    try {
      const text: unknown = wx.getStorageSync(PREFIX + name);
      return typeof text === 'string' && text !== '' ? (JSON.parse(text) as unknown) : undefined;
    } catch {
      return undefined;
    }
  },
  remember(name, value) {
    try {
      wx.setStorageSync(PREFIX + name, JSON.stringify(value));
    } catch {
      // Full: what is on the screen still holds.
    }
  },
  forget(name) {
    try {
      wx.removeStorageSync(PREFIX + name);
    } catch {
      // What cannot be forgotten could not be remembered.
    }
  },
};
