import { createRouter, createWebHistory } from 'vue-router';
import type { RouteRecordRaw, Router, RouterHistory } from 'vue-router';
import { keepScroll } from './keep-scroll.ts';
import { reloadOutdated } from './reload-outdated.ts';

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('../pages/ShopsPage.vue') },
  {
    path: '/t/:tableCode',
    component: () => import('../pages/ShopPage.vue'),
    props: ({ params }) => ({ address: { tableCode: String(params.tableCode) } }),
    children: shopPages(),
  },
  {
    path: '/shops/:shopId(\\d+)',
    component: () => import('../pages/ShopPage.vue'),
    props: ({ params }) => ({ address: { shopId: Number(params.shopId) } }),
    children: shopPages(),
  },
  {
    path: '/shops/:shopId(\\d+)/passes',
    component: () => import('../pages/ShopPassesPage.vue'),
    props: ({ params }) => ({ shopId: Number(params.shopId) }),
  },
  { path: '/passes', component: () => import('../pages/PassesPage.vue') },
  { path: '/passes/claim', component: () => import('../pages/ClaimPassPage.vue') },
  {
    path: '/passes/:passId(\\d+)',
    component: () => import('../pages/PassPage.vue'),
    props: ({ params }) => ({ passId: Number(params.passId) }),
  },
  { path: '/orders', component: () => import('../pages/OrdersPage.vue') },
  {
    path: '/orders/:orderId(\\d+)',
    component: () => import('../pages/OrderPage.vue'),
    props: ({ params }) => ({ orderId: Number(params.orderId) }),
  },
  { path: '/:anything(.*)*', component: () => import('../pages/MissingPage.vue') },
];

function shopPages(): RouteRecordRaw[] {
  return [
    { path: '', component: () => import('../pages/MenuPage.vue') },
    { path: 'checkout', component: () => import('../pages/CheckoutPage.vue') },
  ];
}

/** The buyer's pages. Each is loaded when it is first visited. */
export function createPages(history: RouterHistory = createWebHistory('/')): Router {
  const router = createRouter({ history, routes });
  keepScroll(router);
  reloadOutdated(router);
  return router;
}
