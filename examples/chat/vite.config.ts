import path from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  root: path.join(import.meta.dirname, 'page'),
  plugins: [vue()],
  build: {
    outDir: path.join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    // The server's Content-Security-Policy knows no `data:` addresses.
    assetsInlineLimit: 0,
  },
  define: {
    __VUE_OPTIONS_API__: false,
    // sockjs-client was written for bundlers that name it so.
    global: 'globalThis',
  },
});
