/** Announcements: what a shop tells everybody who is in its pages, until it is taken down. */
export { changeNotice } from './change-notice.ts';
export { noticeErrors } from './notice-errors.ts';
export { registerNoticeRoutes } from './notice-routes.ts';
