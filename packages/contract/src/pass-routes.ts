import type {
  BuyPass,
  ChangePassKind,
  ClaimPass,
  FreezePass,
  IssuePass,
  IssuePassReply,
  PassDetailReply,
  PassEntriesQuery,
  PassKindListReply,
  PassListReply,
  PassReply,
  PassResultReply,
  PassSearchQuery,
  PassShowingReply,
  RefundPass,
  SavePassKind,
  ScanPass,
  ScanPassReply,
  StaffPassDetailReply,
  StaffPassKindListReply,
  StaffPassKindReply,
  StaffPassListReply,
  StaffPassReply,
  UndoVisit,
  VisitListReply,
  VisitsQuery,
} from './pass-types.ts';
import type { OrderReply } from './types.ts';

/** Operations on passes: prepaid visits at a shop. */
export const passRoutes = {
  /** What a shop sells. */
  listPassKinds: { method: 'GET', path: '/api/shops/:shopId/pass-kinds', for: 'everybody' },
  /** Places an order for one pass, to be paid like any other. Needs the header `Idempotency-Key`. */
  buyPass: { method: 'POST', path: '/api/shops/:shopId/passes', for: 'buyer' },
  listOwnPasses: { method: 'GET', path: '/api/passes', for: 'buyer' },
  readPass: { method: 'GET', path: '/api/passes/:passId', for: 'buyer' },
  /** Takes a pass that staff issued, by its one-time token. */
  claimPass: { method: 'POST', path: '/api/passes/claim', for: 'buyer' },
  /** Begins to show a pass: one showing is good for one visit. */
  showPass: { method: 'POST', path: '/api/passes/:passId/showings', for: 'buyer' },
  /** What a scan of a showing came to; has an ETag, to be asked every 2 s by a page without a socket. */
  readPassResult: { method: 'GET', path: '/api/passes/:passId/showings/:showingId/result', for: 'buyer' },
  listStaffPassKinds: { method: 'GET', path: '/api/staff/shops/:shopId/pass-kinds', for: 'clerk' },
  savePassKind: { method: 'POST', path: '/api/staff/shops/:shopId/pass-kinds', for: 'manager' },
  /** Passes that were sold keep what they copied of it. */
  changePassKind: { method: 'POST', path: '/api/staff/shops/:shopId/pass-kinds/:kindId', for: 'manager' },
  searchPasses: { method: 'GET', path: '/api/staff/shops/:shopId/passes', for: 'clerk' },
  readStaffPass: { method: 'GET', path: '/api/staff/passes/:passId', for: 'clerk' },
  /** Gives a pass away, to whoever opens its address first. */
  issuePass: { method: 'POST', path: '/api/staff/shops/:shopId/passes', for: 'manager' },
  freezePass: { method: 'POST', path: '/api/staff/passes/:passId/freeze', for: 'manager' },
  unfreezePass: { method: 'POST', path: '/api/staff/passes/:passId/unfreeze', for: 'manager' },
  /** Takes what is left off a pass and gives its share of the price back. Needs the header `Idempotency-Key`. */
  refundPass: { method: 'POST', path: '/api/staff/passes/:passId/refund', for: 'manager' },
  /** Takes a visit by the code on a buyer’s screen: exactly one, however often the code is scanned. */
  scanPass: { method: 'POST', path: '/api/staff/shops/:shopId/scans', for: 'clerk' },
  listVisits: { method: 'GET', path: '/api/staff/shops/:shopId/visits', for: 'clerk' },
  /** Gives a visit back, within `UNDO_VISIT_WITHIN_MS`. */
  undoVisit: { method: 'POST', path: '/api/staff/visits/:visitId/undo', for: 'manager' },
} as const;

interface AtShop {
  shopId: number;
}
interface AtPass {
  passId: number;
}

export interface PassApiTypes {
  listPassKinds: { params: AtShop; body: undefined; reply: PassKindListReply };
  buyPass: { params: AtShop; body: BuyPass; reply: OrderReply };
  listOwnPasses: { params: undefined; body: undefined; reply: PassListReply };
  readPass: { params: AtPass; query: PassEntriesQuery; body: undefined; reply: PassDetailReply };
  claimPass: { params: undefined; body: ClaimPass; reply: PassReply };
  showPass: { params: AtPass; body: undefined; reply: PassShowingReply };
  readPassResult: {
    params: { passId: number; showingId: number };
    body: undefined;
    reply: PassResultReply;
  };
  listStaffPassKinds: { params: AtShop; body: undefined; reply: StaffPassKindListReply };
  savePassKind: { params: AtShop; body: SavePassKind; reply: StaffPassKindReply };
  changePassKind: { params: AtShop & { kindId: number }; body: ChangePassKind; reply: StaffPassKindReply };
  searchPasses: { params: AtShop; query: PassSearchQuery; body: undefined; reply: StaffPassListReply };
  readStaffPass: { params: AtPass; query: PassEntriesQuery; body: undefined; reply: StaffPassDetailReply };
  issuePass: { params: AtShop; body: IssuePass; reply: IssuePassReply };
  freezePass: { params: AtPass; body: FreezePass; reply: StaffPassReply };
  unfreezePass: { params: AtPass; body: undefined; reply: StaffPassReply };
  refundPass: { params: AtPass; body: RefundPass; reply: StaffPassReply };
  scanPass: { params: AtShop; body: ScanPass; reply: ScanPassReply };
  listVisits: { params: AtShop; query: VisitsQuery; body: undefined; reply: VisitListReply };
  undoVisit: { params: { visitId: number }; body: UndoVisit; reply: ScanPassReply };
}
