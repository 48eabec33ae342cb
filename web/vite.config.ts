import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Built by scripts/web/build.ts into web/dist, which the service serves. */
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // No data: addresses for fonts and scripts: the Content-Security-Policy takes files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_200,
    emptyOutDir: true,
  },
});
