import { designTokens } from '../platform/html.ts';

const WORDS = {
  cn: { title: '微信登录', note: '这是开发用的沙箱，不是真的微信。' },
  en: { title: 'Log in with WeChat', note: 'This is a sandbox for development, not WeChat itself.' },
} as const;

/** A card in the middle of the page, with the note that this is not WeChat itself. */
export function pageFrame(lang: 'cn' | 'en', body: string): string {
  const words = WORDS[lang];
  return `<!doctype html>
<html lang="${lang === 'cn' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${words.title}</title>
<style>
${designTokens}
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 16px/1.6 var(--font); }
main { box-sizing: border-box; width: min(400px, 100vw - 32px); padding: 40px 32px; text-align: center; background: var(--card); border-radius: var(--radius); box-shadow: var(--shadow); }
h1 { margin: 0 0 24px; font-size: 22px; font-weight: 600; }
.qr { width: 248px; margin: 0 auto; padding: 8px; background: #fff; border: 1px solid var(--line); border-radius: var(--radius); transition: opacity .2s; }
.qr svg { display: block; width: 100%; height: auto; }
.qr.spent { opacity: .15; }
.status { margin: 24px 0 0; min-height: 1.6em; }
.actions { display: flex; justify-content: center; gap: 24px; margin: 8px 0 0; }
.actions a { display: inline-flex; align-items: center; min-height: var(--touch); color: var(--bronze); }
.actions a[hidden] { display: none; }
ul { margin: 0; padding: 0; list-style: none; text-align: start; }
li + li { border-top: 1px solid var(--line); }
li a { display: flex; align-items: center; min-height: 56px; padding: 0 8px; color: var(--ink); text-decoration: none; }
li a:hover { background: var(--bronze-soft); }
.lead { margin: -12px 0 20px; color: var(--slate); }
footer { margin-top: 24px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--slate); font-size: 13px; }
</style>
</head>
<body><main>${body}<footer>${words.note}</footer></main></body>
</html>
`;
}
