import { createRouter } from 'vue-router';
import type { RouteLocationNormalized, RouteLocationRaw, Router, RouterHistory } from 'vue-router';
import type { Session } from '../features/session/session.ts';
import { localPath } from '../lib/local-path.ts';
import BoardPage from '../pages/board/BoardPage.vue';
import LoginPage from '../pages/login/LoginPage.vue';
import NotFoundPage from '../pages/NotFoundPage.vue';
import ShopPage from '../pages/shop/ShopPage.vue';
import { startAtTop } from './start-at-top.ts';

/** Makes the console's addresses. Every page but the login and the invitation needs staff who are logged in. */
export function createConsoleRouter(history: RouterHistory, session: Session): Router {
  const router = createRouter({
    history,
    routes: [
      { path: '/login', name: 'login', component: LoginPage },
      {
        path: '/invitation',
        name: 'invitation',
        component: () => import('../pages/invitation/InvitationPage.vue'),
      },
      { path: '/', name: 'home', component: ShopPage },
      /** Where WeChat leads back to, which knows of no shop. */
      { path: '/account', component: ShopPage, meta: { page: 'account' } },
      {
        path: '/shops/:shopId(\\d+)',
        component: ShopPage,
        children: [
          { path: '', redirect: { name: 'board' } },
          { path: 'board', name: 'board', component: BoardPage },
          { path: 'orders', name: 'orders', component: () => import('../pages/orders/OrdersPage.vue') },
          {
            path: 'orders/:orderId(\\d+)',
            name: 'order',
            component: () => import('../pages/orders/OrderPage.vue'),
          },
          { path: 'scan', name: 'scan', component: () => import('../pages/scan/ScanPage.vue') },
          {
            path: 'passes',
            component: () => import('../pages/passes/PassesSection.vue'),
            children: [
              { path: '', name: 'passes', component: () => import('../pages/passes/PassesPage.vue') },
              { path: 'kinds', name: 'pass-kinds', component: () => import('../pages/passes/KindsPage.vue') },
              {
                path: ':passId(\\d+)',
                name: 'pass',
                component: () => import('../pages/passes/PassPage.vue'),
              },
            ],
          },
          { path: 'floor', name: 'floor', component: () => import('../pages/floor/FloorPage.vue') },
          {
            path: 'money',
            name: 'money',
            component: () => import('../pages/money/MoneySection.vue'),
            redirect: { name: 'payments' },
            children: [
              {
                path: 'payments',
                name: 'payments',
                component: () => import('../pages/money/PaymentsPage.vue'),
              },
              { path: 'report', name: 'report', component: () => import('../pages/money/ReportPage.vue') },
              { path: 'bills', name: 'bills', component: () => import('../pages/money/BillsPage.vue') },
            ],
          },
          { path: 'staff', name: 'staff', component: () => import('../pages/staff/StaffPage.vue') },
          { path: 'audit', name: 'audit', component: () => import('../pages/audit/AuditPage.vue') },
          {
            path: 'settings',
            name: 'settings',
            component: () => import('../pages/settings/SettingsPage.vue'),
          },
          { path: 'account', name: 'account', component: () => import('../pages/account/AccountPage.vue') },
          {
            path: 'products',
            name: 'products',
            component: () => import('../pages/products/ProductsPage.vue'),
          },
          { path: 'tables', name: 'tables', component: () => import('../pages/tables/TablesPage.vue') },
        ],
      },
      { path: '/:path(.*)*', name: 'not-found', component: NotFoundPage },
    ],
  });
  router.beforeEach(async (to) => {
    const known = session.state.value;
    const state = known.name === 'unknown' ? await session.look() : known;
    if (to.name === 'login') return state.name === 'in' ? localPath(to.query.return) : true;
    return state.name === 'out' && to.name !== 'invitation' ? loginFor(to) : true;
  });
  startAtTop(router);
  return router;
}

/** The login page, leading back to a page. */
export function loginFor(page: RouteLocationNormalized): RouteLocationRaw {
  return { name: 'login', query: page.fullPath === '/' ? {} : { return: page.fullPath } };
}
