/** The schemas of text that comes from outside. PostgreSQL cannot even store NUL. */
import { z } from 'zod';

/** On one line: no control characters. */
export const lineOfText = z.string().regex(/^\P{Cc}*$/u, 'must not hold control characters');

/** Lines may end, but no other control character stands in it. */
export const text = z
  .string()
  .regex(/^[\P{Cc}\n]*$/u, 'must not hold control characters other than line feeds');
