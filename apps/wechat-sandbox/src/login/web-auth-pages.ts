import { escapeHtml } from '../platform/html.ts';
import type { SandboxPerson } from '../people/people.ts';
import { pageFrame } from './page-frame.ts';

/** Source: service accounts, "网页授权", error codes of the page. */
const PROBLEMS = {
  10003: 'redirect_uri 的域名与后台配置不一致 · The domain of redirect_uri is not registered',
  10005:
    '没有这个 scope 的权限，只认 snsapi_base 和 snsapi_userinfo · No such scope, or response_type is not code',
  10010: 'scope 不能为空 · scope is missing',
  10011: 'redirect_uri 不能为空 · redirect_uri is missing',
  10012: 'appid 不能为空 · appid is missing',
  10016:
    '这不是公众号的 appid，看看 credentials.json 里的 payAppid · Not the service account’s appid: see payAppid',
} as const;

export type WebAuthProblem = keyof typeof PROBLEMS;

/** A page that says what is wrong, and no way back. */
export function webAuthRefusal(problem: WebAuthProblem): string {
  return pageFrame('cn', `<h1>${problem}</h1><p class="status">${PROBLEMS[problem]}</p>`);
}

/** Asks who looks at the page: WeChat would know. `url` is the request, to be asked again with the answer. */
export function chooserPage(people: readonly SandboxPerson[], url: string): string {
  const choices = people.map(({ id, nickname, englishName }) => {
    const href = escapeHtml(`${url}&sandbox_person=${id}`);
    return `<li><a href="${href}">${escapeHtml(nickname)} · ${escapeHtml(englishName)}</a></li>`;
  });
  return pageFrame(
    'cn',
    `<h1>这台手机是谁的</h1><p class="lead">Whose phone is this?</p><ul>${choices.join('')}</ul>`,
  );
}
