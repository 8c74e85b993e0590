import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Tokens } from './tokens.ts';

/** Names go into destinations: letters and digits of any script, and nothing that means something there. */
const loginSchema = z.object({
  name: z
    .string()
    .trim()
    .normalize()
    .regex(/^[\p{L}\p{N}]{1,20}$/u),
  password: z.string().max(200),
});

export type LoginAnswer =
  | { status: 200; body: { uid: string; token: string } }
  | { status: 400 | 401; body: { code: 'invalid_name' | 'wrong_password' } };

/** Gives a token to whoever knows the demo's password. Yours asks for the password of that name. */
export function createLogin(tokens: Tokens, password: string): (request: unknown) => LoginAnswer {
  return (request) => {
    const login = loginSchema.safeParse(request);
    if (!login.success) return { status: 400, body: { code: 'invalid_name' } };
    if (!timingSafeEqual(digest(login.data.password), digest(password))) {
      return { status: 401, body: { code: 'wrong_password' } };
    }
    return { status: 200, body: { uid: login.data.name, token: tokens.issue(login.data.name) } };
  };
}

/** Of equal length whatever the text, as timingSafeEqual wants it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
