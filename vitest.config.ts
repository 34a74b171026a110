import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Requiring the real package starts a download of its binary; the typed double stands in for it.
    alias: { electron: fileURLToPath(new URL('./test/doubles/electron.ts', import.meta.url)) },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.mjs'],
    exclude: ['test/e2e/**', 'test/electron/**', 'test/lint/**', 'node_modules/**'],
    testTimeout: 20_000,
    // Most tests with a whole desk wait for sockets and disks: one worker, the default of two cores, leaves both idle.
    maxWorkers: 3,
    // A promise nobody awaits is a test that cannot fail.
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
