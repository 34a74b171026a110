import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** What main starts from, each a file of its own in `out/main`: two entries, the command line, and the threads. */
const mainEntries = {
  index: 'src/main/index.ts',
  host: 'src/main/host.ts',
  cli: 'src/main/cli.ts',
  simulator: 'src/simulator/serve.ts',
  'report-thread': 'src/main/report-thread.ts',
};

export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      rolldownOptions: {
        input: mainEntries,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the entries, so that `import.meta.dirname` is `out/main` in every one of them.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload cannot load a second file: one CommonJS file with everything in it.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    plugins: [react()],
    build: {
      // The page may also be shown by a browser of the person's own, older than Electron's Chromium.
      target: 'chrome120',
      minify: true,
      // Nothing inline: the page is served under a CSP without unsafe-* and without data: for scripts and styles.
      assetsInlineLimit: 0,
      // It is read from this machine's disk.
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
});
