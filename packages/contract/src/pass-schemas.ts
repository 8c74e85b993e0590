/** The schemas of passes: what a shop sells, what a buyer holds, the code on the screen, and what a scan comes to. */
import { z } from 'zod';
import { daySchema } from './money-schemas.ts';
import {
  MAX_PASSES_PER_BUYER,
  MAX_PASS_CODE_LENGTH,
  MAX_PASS_NAME_LENGTH,
  MAX_PASS_NOTE_LENGTH,
  MAX_PASS_PRICE_FEN,
  MAX_PASS_TERMS_LENGTH,
  MAX_PASS_VALID_DAYS,
  MAX_PASS_VISITS,
} from './pass-limits.ts';
import { lineOfText, text } from './text-schemas.ts';

const id = z.int().positive();
const amountFen = z.int().nonnegative().describe('Amount in fen (1/100 yuan).');
const instant = z.iso.datetime().describe('UTC, ISO 8601.');
const note = lineOfText.trim().min(1).max(MAX_PASS_NOTE_LENGTH);
const seq = z
  .int()
  .nonnegative()
  .describe('The journal number this answer is current with: subscribe with `after:` this.');
const next = id.nullable().describe('The `before` of the next page; null on the last.');

/** A kind of pass, as buyers see it. */
export const passKindSchema = z.object({
  id,
  name: z.string(),
  terms: z.string().describe('What the shop says of it; may be empty.'),
  visits: z.int().positive(),
  priceFen: amountFen.positive(),
  validDays: z.int().positive().nullable().describe('From the purchase on; null: for ever.'),
  refundable: z.boolean().describe('Whether what is left of it is given back when its buyer asks.'),
  maxPerBuyer: z.int().positive().nullable().describe('How many one buyer may hold with visits left.'),
});
export const passKindListReplySchema = z.object({ kinds: z.array(passKindSchema) });

/** As staff see it. */
export const staffPassKindSchema = passKindSchema.extend({
  onSale: z.boolean(),
  version: z.int().positive().describe('Grows with each change.'),
});
export const staffPassKindListReplySchema = z.object({ kinds: z.array(staffPassKindSchema) });
export const staffPassKindReplySchema = z.object({ kind: staffPassKindSchema });
export const savePassKindSchema = z.object({
  name: lineOfText.trim().min(1).max(MAX_PASS_NAME_LENGTH),
  terms: text.trim().max(MAX_PASS_TERMS_LENGTH),
  visits: z.int().min(1).max(MAX_PASS_VISITS),
  priceFen: amountFen.min(1).max(MAX_PASS_PRICE_FEN),
  validDays: z.int().min(1).max(MAX_PASS_VALID_DAYS).nullable(),
  refundable: z.boolean(),
  maxPerBuyer: z.int().min(1).max(MAX_PASSES_PER_BUYER).nullable(),
  onSale: z.boolean(),
});
export const changePassKindSchema = savePassKindSchema.extend({
  version: z.int().positive().describe('Which version was changed: refused when another came since.'),
});

export const buyPassSchema = z.object({
  kindId: id,
  priceFen: amountFen.describe('What the buyer was shown; refused when it is not the real one.'),
});

export const passStateSchema = z
  .enum(['active', 'used_up', 'expired', 'frozen', 'refunded'])
  .describe('Visits are taken from an `active` one alone.');

/** A pass as its buyer holds it: what was bought, copied, and what is left of it. */
export const passSchema = z.object({
  id,
  shopId: id,
  shopName: z.string(),
  kindId: id,
  name: z.string(),
  terms: z.string(),
  visits: z.int().positive(),
  left: z.int().nonnegative(),
  state: passStateSchema,
  priceFen: amountFen.describe('What was paid for it; 0 when the shop gave it.'),
  refundable: z.boolean(),
  orderId: id.nullable().describe('By which it was bought; null when the shop gave it.'),
  issuedAt: instant,
  expiresAt: instant.nullable(),
  frozen: z.object({ at: instant, reason: z.string() }).nullable(),
});

/** What was booked on a pass: a line of its ledger. */
export const passEntrySchema = z.object({
  id,
  at: instant,
  what: z.enum(['bought', 'issued', 'visit', 'undone', 'refunded', 'frozen', 'unfrozen', 'claimed']),
  visits: z.int().describe('What it adds to what is left; below 0 it takes away.'),
  left: z.int().nonnegative().describe('What was left after it.'),
  by: z.string().describe('A staff name, "buyer" or "wechat".'),
  note: z.string().describe('Why, of what staff did; the buyer reads it. May be empty.'),
});

export const passListReplySchema = z.object({
  passes: z.array(passSchema).describe('Those that can be used first, then the newest first.'),
});
export const passReplySchema = z.object({ pass: passSchema, seq });
export const passDetailReplySchema = passReplySchema.extend({
  entries: z.array(passEntrySchema).describe('The newest first.'),
  next,
});

/** What a phone needs to show codes of a pass by itself, until `endsAt`, on the line or off it. */
export const passShowingSchema = z.object({
  id,
  passId: id,
  shopId: id,
  userId: z.string().describe('Of the address `/webSocket/{userId}/{shopId}`.'),
  keyId: z.int().min(0).max(255).describe('Which of the server’s keys it was made by.'),
  key: z.string().describe('Base64url, 32 bytes: what its codes are signed with.'),
  startsAt: instant.describe('By the server’s clock, now: a phone whose clock is wrong counts from here.'),
  endsAt: instant,
});
export const passShowingReplySchema = z.object({ showing: passShowingSchema });

/** Why a scan took no visit. */
export const passRefusalSchema = z
  .enum([
    'pass_code_invalid',
    'pass_code_expired',
    'pass_code_used',
    'pass_wrong_shop',
    'pass_used_up',
    'pass_frozen',
    'pass_expired',
    'pass_refunded',
  ])
  .describe('The codes of the errors that staff are answered.');

/** What the buyer is told of a scan. */
export const passResultSchema = z.object({
  showingId: id,
  passId: id,
  shopId: id,
  at: instant,
  outcome: z.union([z.literal('taken'), z.literal('undone'), passRefusalSchema]),
  left: z.int().nonnegative(),
  visitId: id.nullable().describe('Of a visit that was taken or undone.'),
});
export const passResultReplySchema = z.object({
  result: passResultSchema.nullable().describe('null: nobody has scanned it yet.'),
});

/** Payload of `/topic/passes/{passId}`. */
export const passEventSchema = z.object({
  type: z
    .enum(['pass.result', 'pass.changed'])
    .describe('`pass.result`: a code was scanned, or a visit undone. `pass.changed`: anything else.'),
  at: instant,
  pass: passSchema,
  result: passResultSchema.nullable().describe('Only of `pass.result`.'),
});

/** A pass as staff see it. */
export const staffPassSchema = passSchema.extend({
  holder: z.string().nullable().describe('A short mark of its buyer; null: nobody has taken it yet.'),
  note: z.string().describe('What staff wrote when they issued it; no buyer reads it.'),
  refundFen: amountFen.describe('What `refundPass` would give back now; 0 where it would give nothing.'),
});
export const staffPassReplySchema = z.object({ pass: staffPassSchema });
export const staffPassDetailReplySchema = staffPassReplySchema.extend({
  entries: z.array(passEntrySchema).describe('The newest first.'),
  next,
});
export const staffPassListReplySchema = z.object({
  passes: z.array(staffPassSchema).describe('The newest first.'),
  next,
});
export const passSearchQuerySchema = z.object({
  search: lineOfText
    .trim()
    .max(40)
    .optional()
    .describe('A pass’s or order’s id, a holder’s mark, or in the name or note.'),
  only: passStateSchema.optional(),
  before: z.coerce.number().int().positive().optional(),
});
export const passEntriesQuerySchema = z.object({
  before: z.coerce.number().int().positive().optional().describe('`next` of the page before.'),
});

/** A visit, as staff see it. */
export const passVisitSchema = z.object({
  id,
  passId: id,
  passName: z.string(),
  holder: z.string().nullable(),
  at: instant,
  by: z.string(),
  left: z.int().nonnegative().describe('What was left of the pass after it.'),
  undone: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
});
export const scanPassSchema = z.object({
  code: z.string().max(MAX_PASS_CODE_LENGTH).describe('As it was read; blanks around it are no matter.'),
});
export const scanPassReplySchema = z.object({ visit: passVisitSchema, pass: staffPassSchema });
export const undoVisitSchema = z.object({ reason: note.describe('What the buyer reads.') });
export const visitListReplySchema = z.object({
  visits: z.array(passVisitSchema).describe('The newest first.'),
  taken: z.int().nonnegative().describe('Of the day, without those that were undone.'),
  undone: z.int().nonnegative(),
  next,
  seq,
});
export const visitsQuerySchema = z.object({
  day: daySchema.optional().describe('Left out: today.'),
  before: z.coerce.number().int().positive().optional(),
});

/** Payload of `/topic/shops/{shopId}/visits`. */
export const visitEventSchema = z.object({
  type: z.enum(['visit.taken', 'visit.undone']),
  at: instant,
  shopId: id,
  visit: passVisitSchema,
});

export const issuePassSchema = z.object({ kindId: id, note });
export const issuePassReplySchema = staffPassReplySchema.extend({
  claimUrl: z.url().describe('Whoever opens it first has the pass. It is shown once.'),
  claimableUntil: instant,
});
export const claimPassSchema = z.object({ token: z.string().max(64) });
export const freezePassSchema = z.object({ reason: note.describe('What the buyer reads.') });
export const refundPassSchema = z.object({
  reason: note.describe('What the buyer reads.'),
  amountFen: amountFen.positive().describe('What staff were shown; refused when it is not the real one.'),
});
