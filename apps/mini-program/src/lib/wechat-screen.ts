/** What failed is not worth a word: the page stands as it did. */
const fail = (): void => undefined;

/** Opens a page above this one. */
export function goTo(url: string): void {
  wx.navigateTo({ url, fail });
}

/** Opens a page in the place of this one. */
export function replaceBy(url: string): void {
  wx.redirectTo({ url, fail });
}

export function setTitle(title: string): void {
  wx.setNavigationBarTitle({ title, fail });
}

/** Says something in passing. */
export function say(title: string): void {
  wx.showToast({ title, icon: 'none', fail });
}

/** Says what the buyer has to read. */
export function tell({ title, text, close }: { title: string; text: string; close: string }): void {
  wx.showModal({ title, content: text, showCancel: false, confirmText: close, fail });
}

/** Lets the buyer feel that something came. */
export function shake(): void {
  wx.vibrateShort({ type: 'heavy', fail });
}
