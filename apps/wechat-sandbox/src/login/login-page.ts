import { renderSVG } from 'uqr';
import { embedJson, escapeHtml } from '../platform/html.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { pageFrame } from './page-frame.ts';

const WORDS = {
  cn: {
    title: '微信登录',
    lead: '请用沙箱手机扫码登录 编钟',
    scanned: '已扫码，请在手机上确认',
    declined: '你已取消这次登录。可以重新扫码，或者关掉本页。',
    expired: '二维码已过期',
    confirmed: '已同意，正在返回',
    again: '换一张新码',
    phone: '打开沙箱手机',
    refused: '登录没有开始',
    appid: 'appid 不是这个沙箱发的。看看 credentials.json 里的 openAppid。',
    response_type: 'response_type 必须是 code。',
    scope: 'Scope 参数错误或没有 Scope 权限：网站登录只认 snsapi_login。',
    redirect_uri: 'redirect_uri 参数错误：它的域名不在登记的回调域里。',
  },
  en: {
    title: 'Log in with WeChat',
    lead: 'Scan with the sandbox phone to log in to Carillon',
    scanned: 'Scanned. Confirm on the phone',
    declined: 'You declined this login. Scan again, or close this page.',
    expired: 'The code has expired',
    confirmed: 'Agreed, going back',
    again: 'Show a new code',
    phone: 'Open the sandbox phone',
    refused: 'The login did not start',
    appid: 'The appid is not this sandbox’s. See openAppid in credentials.json.',
    response_type: 'response_type must be code.',
    scope: 'Wrong scope: website login takes snsapi_login only.',
    redirect_uri: 'Wrong redirect_uri: its domain is not among the registered callback domains.',
  },
} as const;

/** The page with the QR. It waits for the phone and then goes where WeChat would send it. */
export function loginPage({
  lang,
  uuid,
  qrText,
}: {
  lang: 'cn' | 'en';
  uuid: string;
  qrText: string;
}): string {
  const words = WORDS[lang];
  return pageFrame(
    lang,
    `<h1>${words.title}</h1>
    <div class="qr" id="qr" data-text="${escapeHtml(qrText)}" role="img" aria-label="${words.lead}">${renderSVG(qrText, { border: 2 })}</div>
    <p class="status" id="status" role="status">${words.lead}</p>
    <p class="actions"><a id="again" hidden href="">${words.again}</a><a id="phone" target="wechat-sandbox-phone" href="/?scan=${uuid}">${words.phone}</a></p>
    <script>(${follow.toString()})(${embedJson({ uuid, words })});</script>`,
  );
}

/** WeChat's answer to a wrong request: a page that says so, and no way back. */
export function refusalPage(lang: 'cn' | 'en', problem: NonNullable<AuthorizeRequest['problem']>): string {
  const words = WORDS[lang];
  return pageFrame(lang, `<h1>${words.refused}</h1><p class="status">${words[problem]}</p>`);
}

interface PageWindow {
  document: { getElementById(id: string): PageElement | null };
  location: { replace(url: string): void };
  fetch(url: string): Promise<{ json(): Promise<unknown> }>;
  setTimeout(task: () => void, delayMs: number): void;
}
interface PageElement {
  textContent: string;
  hidden: boolean;
  classList: { add(name: string): void };
}

/** Runs in the browser: sent as text, so it may use nothing from this module. */
function follow({ uuid, words }: { uuid: string; words: (typeof WORDS)['cn' | 'en'] }): void {
  const page = globalThis as unknown as PageWindow;
  const said: Record<number, string> = {
    404: words.scanned,
    403: words.declined,
    402: words.expired,
    405: words.confirmed,
  };
  const ask = async (last: number) => {
    const answer = await page.fetch(`/connect/l/qrconnect?uuid=${uuid}&last=${last}`);
    const news = (await answer.json()) as { wx_errcode: number; redirect?: string };
    const text = said[news.wx_errcode];
    const status = page.document.getElementById('status');
    const qr = page.document.getElementById('qr');
    if (status && text) status.textContent = text;
    if (news.wx_errcode !== 408) qr?.classList.add('spent');
    if (news.redirect !== undefined) page.location.replace(news.redirect);
    if (news.wx_errcode === 408 || news.wx_errcode === 404) return void listen(news.wx_errcode);
    for (const [id, hidden] of [
      ['again', news.redirect !== undefined],
      ['phone', true],
    ] as const) {
      const link = page.document.getElementById(id);
      if (link) link.hidden = hidden;
    }
  };
  const listen = (last: number) => ask(last).catch(() => page.setTimeout(() => void listen(last), 1_000));
  void listen(408);
}
