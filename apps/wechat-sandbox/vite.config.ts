import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'phone',
  plugins: [vue()],
  build: { outDir: '../dist', emptyOutDir: true },
  define: { __VUE_OPTIONS_API__: false },
  server: { proxy: { '/sandbox/api': process.env.SANDBOX_URL ?? 'http://127.0.0.1:3100' } },
});
