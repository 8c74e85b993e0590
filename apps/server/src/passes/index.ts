/** Passes: prepaid visits, what a shop sells of them, what is held and what became of each visit. */
export { checkLedger } from './check-ledger.ts';
export { claimGivenPass } from './claim-given-pass.ts';
export { freezePass, unfreezePass } from './freeze-pass.ts';
export { givePass } from './give-pass.ts';
export { handOverPasses } from './hand-over-passes.ts';
export { issuePurchased } from './issue-purchased.ts';
export { passErrors } from './pass-errors.ts';
export { insertKind } from './kind-store.ts';
export { registerPassKindRoutes } from './pass-kind-routes.ts';
export { selectEntries, selectFoundPasses, selectOwnPasses } from './pass-list-store.ts';
export { findPass, lockPass } from './pass-store.ts';
export { describePass, describeStaffPass, passStateOf } from './pass.ts';
export type { PassRecord } from './pass.ts';
export { postEntry } from './post-entry.ts';
export { insertPurchase } from './purchase-store.ts';
export { reservePass } from './reserve-pass.ts';
export { returnVisits } from './return-visits.ts';
export { tellOfPasses } from './tell-of-pass.ts';
