import { createStableToken } from '../app/stable-token.ts';
import { answering } from './pay-stand-in.ts';

/** A mini program whose calls are answered by these, one after the other; the last one again and again. */
export function answeredApp(answers: readonly object[]) {
  const app = { apiBaseUrl: 'https://api.example', appid: 'wx8888888888888888', secret: 's3cr3t' };
  const tokens = answering(() => Response.json({ access_token: 'T1', expires_in: 7200 }));
  const line = answering(() => Response.json(answers[Math.min(line.sent.length, answers.length) - 1]));
  const stableToken = createStableToken({ ...app, fetch: tokens.fetch });
  return { options: { ...app, stableToken, fetch: line.fetch }, sent: line.sent };
}
