/** Where the screen cannot be changed, the code shows all the same. */
const fail = (): void => undefined;

/** The brightest there is: a scanner reads the code from behind scratched glass. */
const BRIGHTEST = 1;

/**
 * Keeps the screen bright and awake (wx.setScreenBrightness, wx.setKeepScreenOn).
 * @returns what gives the buyer their own brightness back
 */
export function brightenScreen(): () => void {
  let before: number | undefined;
  let isOver = false;
  wx.getScreenBrightness({
    fail,
    success: ({ value }) => {
      if (isOver) return;
      before = value;
      wx.setScreenBrightness({ value: BRIGHTEST, fail });
    },
  });
  wx.setKeepScreenOn({ keepScreenOn: true, fail });
  return () => {
    isOver = true;
    wx.setKeepScreenOn({ keepScreenOn: false, fail });
    if (before !== undefined) wx.setScreenBrightness({ value: before, fail });
  };
}
