/** Staff: who they are, where they work, how they log in. And which buyer a browser is. */
export { accountErrors } from './account-errors.ts';
export { findStaff, selectShopIds as listShopIds, selectStaffIds as listStaffIds } from './account-store.ts';
export { cookieAttributes, BUYER_COOKIE, STAFF_COOKIE } from './cookies.ts';
export { createGuard } from './create-guard.ts';
export { createStaff } from './create-staff.ts';
export { deviceIdOf, selectColleagues as listColleagues } from './device-store.ts';
export { createVisitors, readBuyerToken } from './create-visitors.ts';
export { findSession } from './find-session.ts';
export { listReceivers } from './list-receivers.ts';
export { linkOpenid } from './link-openid.ts';
export { createLoginLimit } from './login-limit.ts';
export { nameDevices } from './name-devices.ts';
export { hashPassword } from './password.ts';
export { roleAt } from './staff.ts';
export type { Staff, StaffRole } from './staff.ts';
export { registerPeopleRoutes } from './people-routes.ts';
