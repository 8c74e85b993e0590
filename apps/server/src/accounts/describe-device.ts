const MAX_USER_AGENT_LENGTH = 512;

/** The first that fits counts: an iPad's browser may call itself a Mac's, and each browser names the ones before it. */
const PLATFORMS: readonly [name: string, sign: RegExp][] = [
  ['iPhone', /iPhone|iPod/],
  ['iPad', /iPad/],
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['Mac', /Macintosh|Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];
const BROWSERS: readonly [name: string, sign: RegExp][] = [
  ['WeChat', /MicroMessenger\//],
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Firefox', /(Firefox|FxiOS)\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Chrome', /(Chrome|CriOS|Chromium)\//],
  ['Safari', /Safari\//],
];

/**
 * Says what a browser says of itself in words that tell one device from another: `iPad · Safari`. Empty for what
 * names nothing that we know, such as a program.
 * @param userAgent the header of that name; strangers write into it what they like, so none of it is shown
 */
export function describeDevice(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, MAX_USER_AGENT_LENGTH);
  return [nameIn(PLATFORMS, text), nameIn(BROWSERS, text)].filter((name) => name !== undefined).join(' · ');
}

function nameIn(known: readonly [name: string, sign: RegExp][], text: string): string | undefined {
  return known.find(([, sign]) => sign.test(text))?.[0];
}
