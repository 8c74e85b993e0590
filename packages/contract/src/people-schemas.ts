/** The schemas of accounts: one's own, a shop's people, invitations, the audit log, and buyers. */
import { z } from 'zod';
import {
  MAX_AUDIT_ENTRIES_PER_PAGE,
  MAX_OPEN_INVITATIONS,
  MAX_PASSWORD_LENGTH,
  MAX_STAFF_NAME_LENGTH,
  MIN_PASSWORD_LENGTH,
  USERNAME_PATTERN,
} from './people-limits.ts';
import { daySchema } from './money-schemas.ts';
import { deviceIdSchema, roleSchema } from './staff-schemas.ts';
import { lineOfText } from './text-schemas.ts';

const id = z.int().positive();
const instant = z.iso.datetime().describe('UTC, ISO 8601.');
const name = lineOfText.trim().min(1).max(MAX_STAFF_NAME_LENGTH);
const usernameSchema = z.string().regex(USERNAME_PATTERN, 'must be letters, digits and the characters . _ -');
const newPassword = z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH);

const wechatBinding = z
  .object({
    qr: z.boolean().describe('Can log in by scanning the QR code of the login page.'),
    official: z
      .boolean()
      .describe('Can log in inside WeChat, and is reached by messages of the Official Account.'),
  })
  .describe('The WeChat apps that know this person.');

/** How a staff member gets in. */
export const ownAccountSchema = z.object({
  id,
  name: z.string(),
  username: z.string().nullable().describe('null for one who has only ever come in through WeChat.'),
  hasPassword: z.boolean(),
  wechat: wechatBinding,
  offers: wechatBinding.describe('What this server could bind: which WeChat apps it has credentials of.'),
});
export const ownAccountReplySchema = z.object({ account: ownAccountSchema });

/** A login of one's own. */
export const ownSessionSchema = z.object({
  id: deviceIdSchema.describe('The device, as lists of who is online call it.'),
  device: z.string().describe('What its browser says of itself, e.g. "iPad · Safari"; empty when nothing.'),
  way: z.enum(['password', 'wechat_qr', 'h5', 'mini_program']).describe('How it logged in.'),
  startedAt: instant,
  lastUsedAt: instant,
  isThis: z.boolean().describe('The session that asks.'),
});
export const ownSessionListReplySchema = z.object({
  sessions: z.array(ownSessionSchema).describe('This one first, then the last used.'),
});

const currentPassword = z
  .string()
  .min(1)
  .max(MAX_PASSWORD_LENGTH)
  .optional()
  .describe('Left out only by who has no password yet.');
/** The owner's word for what changes how they get in: a console left open gives its finder nothing for good. */
export const ownPasswordSchema = z.object({ currentPassword });
export const bindWeChatSchema = z.object({
  currentPassword,
  returnPath: z.string().max(512).describe('The page of the console that WeChat leads back to.'),
});
export const changePasswordSchema = z.object({
  currentPassword,
  username: usernameSchema.optional().describe('Needed by who has none yet; else a new one.'),
  newPassword,
  unbindWeChat: z
    .boolean()
    .optional()
    .describe('Also takes all WeChat accounts off one’s record, which else go on letting their owners in.'),
});

/** A one-time link, to be shown as a QR code. The token is told only now: the server keeps a hash. */
const linkFields = {
  token: z.string().describe('Belongs behind the `#` of the page’s address, which no server log holds.'),
  path: z.string().describe('The page that takes it: `/console/invitation#<token>`.'),
  expiresAt: instant,
};
export const bindingLinkReplySchema = z.object(linkFields);

/** Somebody who works at a shop. */
export const colleagueSchema = z.object({
  id,
  name: z.string(),
  username: z.string().nullable(),
  role: roleSchema,
  isDisabled: z.boolean().describe('May not work here until an owner enables them again.'),
  hasPassword: z.boolean(),
  wechat: wechatBinding,
  isSelf: z.boolean(),
});
export const colleagueReplySchema = z.object({ colleague: colleagueSchema });
export const colleagueListReplySchema = z.object({
  staff: z.array(colleagueSchema).describe('In the order in which they joined.'),
});
export const changeRoleSchema = z.object({ role: roleSchema });

export const inviteStaffSchema = z.object({
  name: name.describe('What the person is called; they may be called otherwise where they have an account.'),
  role: roleSchema,
});
export const invitationSchema = z.object({
  id,
  name: z.string(),
  role: roleSchema,
  invitedBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
});
export const inviteStaffReplySchema = z.object({ invitation: invitationSchema.extend(linkFields) });
export const invitationListReplySchema = z.object({
  invitations: z.array(invitationSchema).max(MAX_OPEN_INVITATIONS).describe('Open ones, the newest first.'),
});

const invitationToken = z
  .string()
  .regex(/^[\w-]{43}$/)
  .describe('What stood behind the `#`.');
export const invitationTokenSchema = z.object({ token: invitationToken });
/** What the holder of a link reads before they take it. */
export const openInvitationSchema = z.object({
  kind: z
    .enum(['join', 'bind'])
    .describe('`join`: a shop’s staff. `bind`: WeChat to the account of whoever made the link.'),
  shopName: z.string().nullable().describe('null where it binds.'),
  role: roleSchema.nullable(),
  name: z.string().describe('Whom it was made for.'),
  expiresAt: instant,
  ways: z
    .object({ password: z.boolean(), wechat: z.boolean(), thisAccount: z.boolean() })
    .describe('How it may be taken here; `thisAccount`: by the staff member who is logged in.'),
});
export const openInvitationReplySchema = z.object({ invitation: openInvitationSchema });
export const acceptInvitationSchema = z.object({
  token: invitationToken,
  account: z
    .object({ username: usernameSchema, password: newPassword })
    .nullable()
    .describe('A new account; null: that of the staff member who is logged in.'),
});
/** A page of WeChat to lead the browser to, at once. */
export const wechatAddressReplySchema = z.object({ address: z.string() });

/** Something that a staff member did. */
export const auditEntrySchema = z.object({
  id: id.describe('A later one has a greater id.'),
  at: instant,
  by: z.object({ id, name: z.string() }).describe('Their name at that time.'),
  action: z.string().describe('The operation’s name: `acceptOrder`, `changeRole`, …'),
  subject: z
    .object({ kind: z.string().describe('`order`, `product`, `staff`, …'), id: z.string() })
    .nullable()
    .describe('What it was done to; null: the shop itself.'),
  detail: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('What was asked for. Never a password, token or card.'),
});
export const auditQuerySchema = z.object({
  staffId: z.coerce.number().int().positive().optional(),
  action: lineOfText.max(64).optional(),
  subject: z
    .string()
    .regex(/^\w{1,32}:[\w-]{1,64}$/)
    .optional()
    .describe('`order:17`.'),
  from: daySchema.optional(),
  to: daySchema.optional().describe('That day is in it.'),
  before: z.coerce.number().int().positive().optional().describe('`next` of the page before.'),
});
export const auditReplySchema = z.object({
  entries: z.array(auditEntrySchema).max(MAX_AUDIT_ENTRIES_PER_PAGE).describe('The newest first.'),
  next: id.nullable().describe('Where the next page begins; null on the last.'),
  actions: z.array(z.string()).describe('Every action that the filter can be set to.'),
});

/** What a buyer's page knows of who it serves. */
export const buyerSchema = z.object({
  isLoggedIn: z.boolean().describe('false: known by this browser’s cookie alone.'),
  way: z.enum(['h5', 'mini_program']).nullable().describe('How they logged in.'),
  canPayInWeChat: z
    .boolean()
    .describe('Whether `openJsapiPayment` is for them: WeChat told us their openid of the app that is paid.'),
});
export const buyerReplySchema = z.object({
  buyer: buyerSchema,
  canLogIn: z.boolean().describe('Whether `/api/buyer/login/wechat?return=/…` works, inside WeChat.'),
});
export const logInMiniProgramSchema = z.object({
  code: z.string().min(1).max(256).describe('What `wx.login` gave, good for five minutes and once.'),
});
export const buyerTokenReplySchema = z.object({
  token: z.string().describe('For `Authorization: Bearer`; good for two hours after its last use.'),
});

/** What the browser inside WeChat takes for `WeixinJSBridge.invoke('getBrandWCPayRequest', …)`. */
export const jsapiPaymentReplySchema = z.object({
  outTradeNo: z.string(),
  amountFen: z.int().positive(),
  expiresAt: instant,
  watchToken: z.string().describe('Lets its holder watch this trade at `/websocket/myHandler`.'),
  templateIds: z
    .array(z.string())
    .optional()
    .describe('In the mini program: what `wx.requestSubscribeMessage` is to ask for, once it is paid.'),
  payment: z.object({
    appId: z.string(),
    timeStamp: z.string(),
    nonceStr: z.string(),
    package: z.string(),
    signType: z.literal('RSA'),
    paySign: z.string(),
  }),
});
