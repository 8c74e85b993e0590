/** Passes: prepaid visits, what a shop sells of them, what is held and what became of each visit. */
export { passErrors } from './pass-errors.ts';
export { findPass, lockPass } from './pass-store.ts';
export { describePass, describeStaffPass, passStateOf } from './pass.ts';
export type { PassRecord } from './pass.ts';
export { postEntry } from './post-entry.ts';
export { tellOfPasses } from './tell-of-pass.ts';
