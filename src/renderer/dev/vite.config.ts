import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Serves the screens on a fake desk: `vite -c src/renderer/dev/vite.config.ts`, then open /dev/. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  plugins: [react()],
  html: { cspNonce: 'dev' },
  server: {
    host: '127.0.0.1',
    port: 5199,
    headers: {
      'content-security-policy':
        "default-src 'none'; script-src 'self' 'nonce-dev'; style-src 'self' 'nonce-dev'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws://127.0.0.1:5199; base-uri 'none'; form-action 'none'",
    },
  },
});
