/** Who of the staff did what, and when. */
export { registerAuditRoutes } from './audit-routes.ts';
export { recordAction, recordDeed } from './record-action.ts';
