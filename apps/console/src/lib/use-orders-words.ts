import { useI18n } from 'vue-i18n';
import { ordersEn } from './i18n/orders-en.ts';
import { ordersZh } from './i18n/orders-zh.ts';

/** Adds the words of the pages of orders to those of the console: they come with these pages, not before. */
export function useOrdersWords(): void {
  const words = useI18n({ useScope: 'global' });
  words.mergeLocaleMessage('zh', { orders: ordersZh });
  words.mergeLocaleMessage('en', { orders: ordersEn });
}
