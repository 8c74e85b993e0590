import { designTokens, embedJson } from '../platform/html.ts';

const WORDS = {
  zh: {
    title: '微信支付',
    note: '沙箱，不是真的微信',
    checking: '正在验证商户的签名',
    payer: '付款人',
    method: '付款方式',
    change: '零钱',
    number: '商户单号',
    verified: 'paySign 已用商户公钥验证',
    pay: '付款',
    paying: '正在付款',
    cancel: '不付了',
    close: '关上',
    refused: '没有办成',
    reasons: {
      pay_sign_wrong: 'paySign 验不过，钱没有动。下面是该签的文字，和你签的比一比。',
      code_dead: '这个 prepay_id 已经失效，或者不属于这个 appid，钱没有动。请重新下单。',
      trade_paid: '这笔已经付过了，没有重复扣款。',
      trade_closed: '这笔订单已经关闭，钱没有动。',
      invalid_request: '调起支付的参数不对，钱没有动。',
    } as Record<string, string>,
    offline: '沙箱没有应答，钱没有动。看看它是不是还在运行。',
  },
  en: {
    title: 'WeChat Pay',
    note: 'Sandbox, not WeChat itself',
    checking: 'Verifying the merchant’s signature',
    payer: 'Payer',
    method: 'Paid from',
    change: 'Balance',
    number: 'Merchant’s number',
    verified: 'paySign verified with the merchant’s public key',
    pay: 'Pay',
    paying: 'Paying',
    cancel: 'Do not pay',
    close: 'Close',
    refused: 'It did not work',
    reasons: {
      pay_sign_wrong:
        'paySign does not verify, and no money moved. Below is what should have been signed: compare it with yours.',
      code_dead:
        'This prepay_id is no longer valid, or another app’s. No money moved. Place the order again.',
      trade_paid: 'This is paid already. Nothing was taken twice.',
      trade_closed: 'This order is closed. No money moved.',
      invalid_request: 'The call’s parameters are not as they should be. No money moved.',
    } as Record<string, string>,
    offline: 'The sandbox does not answer. No money moved. See whether it still runs.',
  },
} as const;

interface Sheet {
  document: { documentElement: { lang: string }; title: string; getElementById(id: string): Part | null };
  parent: { postMessage(message: unknown, target: string): void };
  location: { hash: string };
  localStorage: { getItem(key: string): string | null };
  fetch(url: string, init: object): Promise<{ ok: boolean; json(): Promise<unknown> }>;
}
interface Part {
  textContent: string;
  hidden: boolean;
  disabled: boolean;
  focus(): void;
  addEventListener(name: string, listener: (event: { key?: string }) => void): void;
}
interface Checked {
  trade: { description: string; amountFen: number; outTradeNo: string };
  person: { nickname: string; englishName: string };
}
interface Refused {
  error: { code: string; message: string; details?: { signed?: string } };
}

/** The sheet that WeChat draws over a page to be paid on. It verifies the call first and pays only when told to. */
export function paySheet(): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="icon" href="data:,">
<title>微信支付</title>
<style>
${designTokens}
${STYLE}
</style>
</head>
<body>
<section role="dialog" aria-modal="true" aria-labelledby="title">
  <header><h1 id="title"></h1><span id="note"></span></header>
  <p id="status" role="status"></p>
  <div id="bill" hidden>
    <p id="what"></p>
    <p id="amount"></p>
    <dl>
      <div><dt id="payer-name"></dt><dd id="payer"></dd></div>
      <div><dt id="method-name"></dt><dd id="method"></dd></div>
      <div><dt id="number-name"></dt><dd id="number"></dd></div>
    </dl>
    <p id="verified"></p>
  </div>
  <pre id="signed" tabindex="0" hidden></pre>
  <button id="pay" type="button" class="primary" hidden></button>
  <button id="leave" type="button"></button>
</section>
<script>(${playSheet.toString()})(${embedJson(WORDS)});</script>
</body>
</html>
`;
}

/** Runs in the browser: sent as text, so it may use nothing from this module. */
function playSheet(allWords: typeof WORDS): void {
  const page = globalThis as unknown as Sheet;
  const language = chosenLanguage();
  const words = allWords[language];
  const call = decodeURIComponent(page.location.hash.slice(1));
  let leaveAs = 'cancel';

  page.document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  page.document.title = words.title;
  say({ title: words.title, note: words.note, status: words.checking, leave: words.cancel });
  say({ 'payer-name': words.payer, 'method-name': words.method, 'number-name': words.number });
  say({ method: words.change, verified: `✓ ${words.verified}` });
  part('leave').addEventListener('click', () => end(leaveAs));
  part('pay').addEventListener('click', () => void pay());
  (globalThis as unknown as Part).addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') end(leaveAs);
  });
  void check();

  async function check(): Promise<void> {
    const answer = (await send('/sandbox/api/jsapi/check')) as Checked | undefined;
    if (!answer) return;
    const { trade, person } = answer;
    const money = `¥${(trade.amountFen / 100).toFixed(2)}`;
    say({ status: '', what: trade.description, amount: money, number: trade.outTradeNo });
    say({ payer: language === 'zh' ? person.nickname : person.englishName, pay: `${words.pay} ${money}` });
    part('bill').hidden = false;
    part('pay').hidden = false;
    part('pay').focus();
  }

  async function pay(): Promise<void> {
    part('pay').disabled = true;
    say({ pay: words.paying });
    if (await send('/sandbox/api/jsapi/pay')) end('ok');
  }

  /** Undefined when the sandbox refused: the sheet then says why, and can only be closed. */
  async function send(path: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const response = await page.fetch(path, { method: 'POST', headers, body: call }).catch(() => undefined);
    const answer = response && ((await response.json()) as object);
    if (response?.ok) return answer;
    const { code, message, details } = (answer as Refused | undefined)?.error ?? {
      code: '',
      message: words.offline,
    };
    say({ title: words.refused, status: words.reasons[code] ?? message, leave: words.close });
    say({ signed: details?.signed ?? '' });
    part('signed').hidden = details?.signed === undefined;
    part('bill').hidden = true;
    part('pay').hidden = true;
    part('leave').focus();
    leaveAs = 'fail';
    return undefined;
  }

  /** The page that opened the sheet may be anywhere, and what it is told is no secret. */
  function end(payOutcome: string): void {
    page.parent.postMessage({ payOutcome }, '*');
  }

  function say(texts: Record<string, string>): void {
    for (const [id, text] of Object.entries(texts)) part(id).textContent = text;
  }

  function part(id: string): Part {
    const found = page.document.getElementById(id);
    if (!found) throw new Error(`the pay sheet has no ${id}`);
    return found;
  }

  /** As on the phone page. A browser may keep the storage of a framed page from it. */
  function chosenLanguage(): 'zh' | 'en' {
    try {
      return page.localStorage.getItem('sandbox-language') === 'en' ? 'en' : 'zh';
    } catch {
      return 'zh';
    }
  }
}

const STYLE = `
html { background: rgb(16 18 20 / 55%); }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; align-items: end; justify-items: center; color: var(--ink); font: 16px/1.5 var(--font); font-variant-numeric: tabular-nums; }
[role="dialog"] { box-sizing: border-box; width: min(480px, 100%); max-height: 92vh; overflow: auto; padding: 20px 20px max(24px, env(safe-area-inset-bottom)); background: var(--card); border-radius: 20px 20px 0 0; text-align: center; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; }
h1 { margin: 0; font-size: 17px; font-weight: 600; }
#note, dt { color: var(--slate); font-size: 13px; }
#status { margin: 24px 0; text-align: start; }
#status:empty { display: none; }
p { margin: 0; }
#what { margin-top: 20px; }
#amount { font-size: 40px; font-weight: 600; line-height: 1.3; }
dl { margin: 16px 0 0; border-top: 1px solid var(--line); }
dl div { display: flex; justify-content: space-between; gap: 16px; padding: 12px 0; border-bottom: 1px solid var(--line); }
dd { margin: 0; text-align: end; overflow-wrap: anywhere; }
#verified { margin: 12px 0 0; color: var(--jade); font-size: 13px; text-align: start; }
pre { margin: 0; padding: 12px; overflow: auto; border-radius: 8px; background: var(--paper); font: 12px/1.6 ui-monospace, Menlo, Consolas, monospace; text-align: start; white-space: pre-wrap; overflow-wrap: anywhere; }
button { width: 100%; min-height: 48px; margin-top: 12px; border: 0; border-radius: var(--radius); background: none; color: var(--slate); font: inherit; cursor: pointer; }
button.primary { margin-top: 20px; background: #06783d; color: #fff; font-weight: 500; }
button:disabled { opacity: .6; }
button:focus-visible { outline: 2px solid #06783d; outline-offset: 2px; }
[hidden] { display: none; }
@media (prefers-reduced-motion: no-preference) {
  [role="dialog"] { animation: rise .22s ease-out; }
  @keyframes rise { from { transform: translateY(24px); opacity: 0; } }
}
@media (min-width: 600px) {
  body { align-items: center; }
  [role="dialog"] { border-radius: 20px; }
}
`;
