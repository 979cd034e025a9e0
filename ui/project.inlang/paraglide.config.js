// One place for the compiler's options: the command line and Vite both read it. The language is
// kept by src/shared/language.svelte.ts, so the generated code needs no cookie and no URL.
export default {
  outdir: './src/paraglide',
  strategy: ['globalVariable', 'baseLocale'],
  isServer: 'false',
  // A file a language, not a file a word: tests and builds load four modules, not four hundred.
  outputStructure: 'locale-modules',
  emitReadme: false,
};
