/** Rings: who is rung for a paid order until someone answers, and which devices can ring at all. */
export { beginRings } from './begin-rings.ts';
export { reportAbility, readAbilities } from './device-ability.ts';
export { endRing } from './end-ring.ts';
export { findDeafShop, judgeHearing } from './judge-hearing.ts';
export { isNoteDue, noteWatch, putLimitOff } from './keep-watch.ts';
export { noteMessage } from './note-message.ts';
export { noteReport } from './note-report.ts';
export { findShown as readShownRing, selectOpen as listOpenRings } from './ring-store.ts';
export { takeDueRings } from './take-due-rings.ts';
export { takeSteps } from './take-steps.ts';
