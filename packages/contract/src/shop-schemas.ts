/** The schemas of a shop's settings, and of what is wrong with its credentials. */
import { z } from 'zod';
import { MAX_ADDRESS_LENGTH, MAX_PROMISE_MINUTES } from './order-limits.ts';
import { MAX_ANSWER_LIMIT_MINUTES, MAX_SHOP_NAME_LENGTH } from './people-limits.ts';
import { lineOfText } from './text-schemas.ts';

const amountFen = z.int().nonnegative().describe('Amount in fen (1/100 yuan).');

/** What owners and managers change about their shop, all at once. */
export const changeShopSettingsSchema = z.object({
  name: lineOfText.trim().min(1).max(MAX_SHOP_NAME_LENGTH),
  phone: lineOfText.trim().max(30),
  address: lineOfText.trim().max(MAX_ADDRESS_LENGTH),
  pickup: z.boolean().describe('Whether guests may order without a table and fetch it.'),
  delivery: z
    .object({ feeFen: amountFen, minimumFen: amountFen.describe('The least that the goods must cost.') })
    .nullable()
    .describe('null: the shop brings nothing to the door.'),
  promiseMinutes: z
    .int()
    .min(1)
    .max(MAX_PROMISE_MINUTES)
    .describe('What staff promise unless they say otherwise.'),
  answerLimitMinutes: z
    .int()
    .min(3)
    .max(MAX_ANSWER_LIMIT_MINUTES)
    .describe('A paid order that nobody answers for so long is cancelled, and its money given back.'),
});
export const shopSettingsSchema = changeShopSettingsSchema.extend({
  isOpen: z.boolean().describe('A closed shop shows its menu and takes no orders.'),
});
export const shopSettingsReplySchema = z.object({ settings: shopSettingsSchema });
export const setShopOpenSchema = z.object({ isOpen: z.boolean() });

/** One thing that WeChat handed out, or that was entered at WeChat, and whether it works. */
export const credentialFindingSchema = z.object({
  credential: z
    .enum([
      'merchant',
      'pay_keys',
      'open_app',
      'official_account',
      'mini_program',
      'message_push',
      'templates',
      'public_url',
    ])
    .describe(
      '`merchant`: its number, certificate and private key. `pay_keys`: WeChat Pay’s own keys and the APIv3 key. ' +
        '`open_app`: the website app of the QR login. `public_url`: where WeChat reaches this server.',
    ),
  state: z
    .enum(['ok', 'missing', 'wrong', 'unreachable'])
    .describe('`missing`: not entered here. `unreachable`: WeChat did not answer, so nothing is known.'),
  code: z
    .string()
    .nullable()
    .describe('What is wrong: a code of `docs/errors/wechat.md`; null when nothing.'),
  fields: z.array(z.string()).describe('What to look at, as `credentials.json` names it.'),
  help: z.string().describe('The chapter of `docs/wechat-setup.md` that says where to mend it: its anchor.'),
});
export const credentialsReplySchema = z.object({ findings: z.array(credentialFindingSchema) });
