import { VantResolver } from '@vant/auto-import-resolver';
import vue from '@vitejs/plugin-vue';
import components from 'unplugin-vue-components/vite';
import { defineConfig, loadEnv } from 'vite';
import { firstScreenBudget } from './first-screen-budget.ts';

export default defineConfig(({ mode }) => {
  const { CARILLON_SERVER: server = 'http://127.0.0.1:8080' } = loadEnv(
    mode,
    import.meta.dirname,
    'CARILLON_',
  );
  return {
    root: import.meta.dirname,
    base: '/',
    plugins: [
      vue(),
      components({ dts: false, dirs: [], resolvers: [VantResolver()] }),
      firstScreenBudget({
        entry: 'index.html',
        pages: ['ShopPage.vue', 'MenuPage.vue'],
        maxGzipBytes: 100_000,
        never: ['/node_modules/zod/'],
      }),
    ],
    build: {
      outDir: 'dist',
      // The server's Content-Security-Policy knows no `data:` addresses.
      assetsInlineLimit: 0,
    },
    define: {
      __VUE_OPTIONS_API__: false,
      __VUE_I18N_LEGACY_API__: false,
      __VUE_I18N_FULL_INSTALL__: false,
    },
    server: {
      proxy: {
        '/api': { target: server },
        '/pictures': { target: server },
        '/ws': { target: server, ws: true },
        '/websocket': { target: server, ws: true },
      },
    },
  };
});
