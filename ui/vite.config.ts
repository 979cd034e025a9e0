// Two pages from one workspace: the app's (index.html, into dist) and headquarters' dashboard
// (dashboard.html, into dist-dashboard). The mode chooses page and backend; a mock build takes the
// fake backend, so that no test code can be in what ships.
import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The dashboard's page is served at `/`, so its file takes the name a server looks for. */
function nameIndex(): Plugin {
  return {
    name: 'name-index',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['dashboard.html'];
      if (page) page.fileName = 'index.html';
    },
  };
}

export default defineConfig(({ mode }) => {
  const dashboard = mode.endsWith('dashboard');
  const fake = mode.startsWith('mock') || mode === 'test';
  const outDir = `dist${mode.startsWith('mock') ? '-mock' : ''}${dashboard ? '-dashboard' : ''}`;
  return {
    plugins: [
      // Tests compile the words before they start (`npm test`): the plugin would watch for ever.
      ...(mode === 'test' ? [] : [paraglideVitePlugin({ project: './project.inlang' })]),
      svelte(),
      svelteTesting(),
      nameIndex(),
    ],
    base: './',
    clearScreen: false,
    server: { port: 1420, strictPort: true },
    resolve: {
      alias: {
        '#backend': here(fake ? 'src/backend/fake.ts' : 'src/backend/tauri.ts'),
        '#headquarters': here(fake ? 'src/backend/fake-dashboard.ts' : 'src/backend/http.ts'),
        '#words': here('src/paraglide/messages.js'),
        '#locale': here('src/paraglide/runtime.js'),
      },
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: ['chrome100', 'safari15'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: here(dashboard ? 'dashboard.html' : 'index.html') },
    },
    test: {
      environment: 'jsdom',
      include: ['tests/**/*.test.ts'],
      setupFiles: ['tests/setup.ts'],
      restoreMocks: true,
      // A busy machine is slow, not wrong.
      testTimeout: 60_000,
    },
  };
});
