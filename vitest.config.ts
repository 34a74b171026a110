import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const screens = 'src/renderer/**/*.test.{ts,tsx}';
const notHere = ['test/e2e/**', 'test/electron/**', 'test/lint/**', 'node_modules/**'];

export default defineConfig({
  resolve: {
    // Requiring the real package starts a download of its binary; the typed double stands in for it.
    alias: { electron: fileURLToPath(new URL('./test/doubles/electron.ts', import.meta.url)) },
  },
  test: {
    testTimeout: 20_000,
    // Most tests with a whole desk wait for sockets and disks: one worker, the default of two cores, leaves both idle.
    maxWorkers: 3,
    // A promise nobody awaits is a test that cannot fail.
    dangerouslyIgnoreUnhandledErrors: false,
    projects: [
      // The stores of the screens are modules that keep state, so each file gets its own.
      { extends: true, test: { name: 'screens', include: [screens], exclude: notHere } },
      {
        extends: true,
        test: {
          name: 'desk',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.mjs'],
          exclude: [...notHere, screens],
          // No module here keeps state; loading the desk anew for each file took a fifth of the time.
          isolate: false,
        },
      },
    ],
  },
});
