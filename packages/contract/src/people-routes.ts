import type {
  AcceptInvitation,
  AuditQuery,
  AuditReply,
  BindWeChat,
  BindingLinkReply,
  BuyerReply,
  BuyerTokenReply,
  ChangePassword,
  ChangeRole,
  ChangeShopSettings,
  ColleagueListReply,
  ColleagueReply,
  CredentialsReply,
  InvitationListReply,
  InviteStaff,
  InviteStaffReply,
  InvitationToken,
  JsapiPaymentReply,
  LogInMiniProgram,
  OpenInvitationReply,
  OwnAccountReply,
  OwnPassword,
  OwnSessionListReply,
  SetShopOpen,
  ShopSettingsReply,
  StaffReply,
  WeChatAddressReply,
} from './types.ts';

/**
 * Operations about people: one's own account and sessions, a shop's staff, invitations, the audit log, a shop's
 * settings, and buyers. Page visits beside them, which are no calls: `/api/staff/login/wechat?return=/console/…`
 * logs staff in;
 * `/api/buyer/login/wechat?return=/…` logs a buyer in inside WeChat.
 */
export const peopleRoutes = {
  /** How one gets in oneself: username, password, WeChat. */
  readOwnAccount: { method: 'GET', path: '/api/staff/account', for: 'staff' },
  listOwnSessions: { method: 'GET', path: '/api/staff/sessions', for: 'staff' },
  /** Logs one's other device out; its sockets close everywhere. */
  endOwnSession: { method: 'POST', path: '/api/staff/sessions/:sessionId/end', for: 'staff' },
  /** Logs all one's devices out but this one. */
  endOtherSessions: { method: 'POST', path: '/api/staff/sessions/end-others', for: 'staff' },
  /** Sets one's password, and ends all one's other sessions. */
  changePassword: { method: 'POST', path: '/api/staff/password', for: 'staff' },
  /**
   * Begins to bind the QR login to who is logged in: the page leads the browser to the address, and it comes back to
   * `returnPath`. This, the link and unbinding ask for the password of who has one.
   */
  bindWeChat: { method: 'POST', path: '/api/staff/login/wechat/bind', for: 'staff' },
  /** Makes a link, good for ten minutes and once, by which one binds WeChat from inside WeChat (its scanner). */
  createBindingLink: { method: 'POST', path: '/api/staff/wechat/link', for: 'staff' },
  /** Takes all one's WeChat accounts off one's record. Refused to who could not get in without them. */
  unbindWeChat: { method: 'POST', path: '/api/staff/wechat/unbind', for: 'staff' },

  listStaff: { method: 'GET', path: '/api/staff/shops/:shopId/staff', for: 'manager' },
  /** Never takes the last owner's role. */
  changeRole: { method: 'POST', path: '/api/staff/shops/:shopId/staff/:staffId/role', for: 'owner' },
  /** Keeps somebody from working at this shop, from this moment on. Never the last owner. */
  disableStaff: { method: 'POST', path: '/api/staff/shops/:shopId/staff/:staffId/disable', for: 'owner' },
  enableStaff: { method: 'POST', path: '/api/staff/shops/:shopId/staff/:staffId/enable', for: 'owner' },
  /** Takes somebody off this shop's staff. What they did stays in the audit log. Never the last owner. */
  removeStaff: { method: 'POST', path: '/api/staff/shops/:shopId/staff/:staffId/remove', for: 'owner' },
  /** Makes an invitation, good for a day and once. Its token is told only now. */
  inviteStaff: { method: 'POST', path: '/api/staff/shops/:shopId/invitations', for: 'owner' },
  listInvitations: { method: 'GET', path: '/api/staff/shops/:shopId/invitations', for: 'owner' },
  revokeInvitation: {
    method: 'POST',
    path: '/api/staff/shops/:shopId/invitations/:invitationId/revoke',
    for: 'owner',
  },
  /** What an invitation or binding link is for. A POST, so that its token stands in no address and no log. */
  readInvitation: { method: 'POST', path: '/api/staff/invitations/read', for: 'everybody' },
  /** Takes an invitation by a new username and password, or by the account that is logged in; logs in. */
  acceptInvitation: { method: 'POST', path: '/api/staff/invitations/accept', for: 'everybody' },
  /**
   * Begins to take an invitation or binding link through WeChat: the page leads the browser to the address. It comes
   * back logged in, at `/console/`, or at `/console/login?error=<code>`.
   */
  acceptInvitationByWeChat: { method: 'POST', path: '/api/staff/login/wechat/invitation', for: 'everybody' },
  /** Everything that staff did at this shop. */
  listAudit: { method: 'GET', path: '/api/staff/shops/:shopId/audit', for: 'manager' },

  readShopSettings: { method: 'GET', path: '/api/staff/shops/:shopId/settings', for: 'clerk' },
  changeShopSettings: { method: 'POST', path: '/api/staff/shops/:shopId/settings', for: 'manager' },
  /** Opens the shop for orders, or closes it. */
  setShopOpen: { method: 'POST', path: '/api/staff/shops/:shopId/open', for: 'clerk' },
  /** Tries each credential of WeChat's now: which works, and where to mend what does not. A few seconds. */
  checkCredentials: { method: 'POST', path: '/api/staff/shops/:shopId/credentials/check', for: 'owner' },

  readBuyer: { method: 'GET', path: '/api/buyer/me', for: 'buyer' },
  /** Where a buyer is logged in. One who is not logged in has no sessions. */
  listBuyerSessions: { method: 'GET', path: '/api/buyer/sessions', for: 'buyer' },
  /** Logs another device of the same buyer out; its sockets close everywhere. */
  endBuyerSession: { method: 'POST', path: '/api/buyer/sessions/:sessionId/end', for: 'buyer' },
  /** For the mini program: a code of `wx.login` for a bearer token. */
  logInMiniProgram: { method: 'POST', path: '/api/buyer/login/mini-program', for: 'everybody' },
  logOutBuyer: { method: 'POST', path: '/api/buyer/logout', for: 'everybody' },
  /**
   * Opens the order's JSAPI trade for a buyer who is logged in inside WeChat, or signs the open one again. Whose
   * WeChat account pays is told by the session alone.
   */
  openJsapiPayment: { method: 'POST', path: '/api/orders/:orderId/jsapi-payment', for: 'buyer' },
} as const;

interface AtShop {
  shopId: number;
}
interface AtColleague {
  shopId: number;
  staffId: number;
}

/** What each of them takes and gives. */
export interface PeopleApiTypes {
  readOwnAccount: { params: undefined; body: undefined; reply: OwnAccountReply };
  listOwnSessions: { params: undefined; body: undefined; reply: OwnSessionListReply };
  endOwnSession: { params: { sessionId: string }; body: undefined; reply: undefined };
  endOtherSessions: { params: undefined; body: undefined; reply: undefined };
  changePassword: { params: undefined; body: ChangePassword; reply: OwnAccountReply };
  bindWeChat: { params: undefined; body: BindWeChat; reply: WeChatAddressReply };
  createBindingLink: { params: undefined; body: OwnPassword; reply: BindingLinkReply };
  unbindWeChat: { params: undefined; body: OwnPassword; reply: OwnAccountReply };
  listStaff: { params: AtShop; body: undefined; reply: ColleagueListReply };
  changeRole: { params: AtColleague; body: ChangeRole; reply: ColleagueReply };
  disableStaff: { params: AtColleague; body: undefined; reply: ColleagueReply };
  enableStaff: { params: AtColleague; body: undefined; reply: ColleagueReply };
  removeStaff: { params: AtColleague; body: undefined; reply: undefined };
  inviteStaff: { params: AtShop; body: InviteStaff; reply: InviteStaffReply };
  listInvitations: { params: AtShop; body: undefined; reply: InvitationListReply };
  revokeInvitation: { params: { shopId: number; invitationId: number }; body: undefined; reply: undefined };
  readInvitation: { params: undefined; body: InvitationToken; reply: OpenInvitationReply };
  acceptInvitation: { params: undefined; body: AcceptInvitation; reply: StaffReply };
  acceptInvitationByWeChat: { params: undefined; body: InvitationToken; reply: WeChatAddressReply };
  listAudit: { params: AtShop; query: AuditQuery; body: undefined; reply: AuditReply };
  readShopSettings: { params: AtShop; body: undefined; reply: ShopSettingsReply };
  changeShopSettings: { params: AtShop; body: ChangeShopSettings; reply: ShopSettingsReply };
  setShopOpen: { params: AtShop; body: SetShopOpen; reply: ShopSettingsReply };
  checkCredentials: { params: AtShop; body: undefined; reply: CredentialsReply };
  readBuyer: { params: undefined; body: undefined; reply: BuyerReply };
  listBuyerSessions: { params: undefined; body: undefined; reply: OwnSessionListReply };
  endBuyerSession: { params: { sessionId: string }; body: undefined; reply: undefined };
  logInMiniProgram: { params: undefined; body: LogInMiniProgram; reply: BuyerTokenReply };
  logOutBuyer: { params: undefined; body: undefined; reply: undefined };
  openJsapiPayment: { params: { orderId: number }; body: undefined; reply: JsapiPaymentReply };
}
