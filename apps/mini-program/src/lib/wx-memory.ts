import type { Memory } from '@carillon/buyer';

const PREFIX = 'carillon.';
/** What the storage had no room for: it is remembered until the mini program ends. */
const unkept = new Map<string, string>();

/** What WeChat keeps for this mini program on this phone: at most 10 MB, until the buyer clears it. */
export const wxMemory: Memory = {
  recall(name) {
    try {
      const text: unknown = unkept.get(name) ?? wx.getStorageSync(PREFIX + name);
      return typeof text === 'string' && text !== '' ? (JSON.parse(text) as unknown) : undefined;
    } catch {
      return undefined;
    }
  },
  remember(name, value) {
    const text = JSON.stringify(value);
    try {
      wx.setStorageSync(PREFIX + name, text);
      unkept.delete(name);
    } catch {
      unkept.set(name, text);
    }
  },
  forget(name) {
    unkept.delete(name);
    try {
      wx.removeStorageSync(PREFIX + name);
    } catch {
      // What cannot be forgotten could not be remembered.
    }
  },
};
