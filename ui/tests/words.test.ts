import { expect, test } from 'vitest';

const languages = ['kk', 'ru', 'en'] as const;
const trees = import.meta.glob<object>('../messages/*/*.json', { eager: true, import: 'default' });
const sources = import.meta.glob<string>('../src/**/*.{ts,svelte}', {
  eager: true,
  query: '?raw',
  import: 'default',
});

interface Plural {
  declarations: string[];
  match: Record<string, string>;
}
type Words = Map<string, string | Plural>;

function read(language: string): Words {
  const words: Words = new Map();
  const walk = (node: unknown, path: string) => {
    if (typeof node === 'string') words.set(path, node);
    else if (Array.isArray(node)) words.set(path, node[0] as Plural);
    else for (const [key, next] of Object.entries(node as object)) walk(next, `${path}.${key}`);
  };
  for (const [path, tree] of Object.entries(trees)) {
    if (!path.startsWith(`../messages/${language}/`)) continue;
    for (const [key, node] of Object.entries(tree)) walk(node, key);
  }
  return words;
}

const texts = (word: string | Plural) =>
  typeof word === 'string' ? [word] : Object.values(word.match);
const placeholders = (text: string) =>
  new Set([...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1]));

test('every language has every key', () => {
  expect(Object.keys(trees)).toHaveLength(6);
  const [first, ...others] = languages.map((language) => [...read(language).keys()].sort());
  for (const keys of others) expect(keys).toEqual(first);
});

test('placeholders agree in every language', () => {
  const english = read('en');
  for (const language of languages) {
    for (const [key, word] of read(language)) {
      const wanted = new Set(
        texts(english.get(key) ?? '').flatMap((text) => [...placeholders(text)]),
      );
      for (const text of texts(word))
        expect(placeholders(text), `${language} ${key}`).toEqual(wanted);
    }
  }
});

test('each plural has exactly the forms its language has', () => {
  for (const language of languages) {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, word] of read(language)) {
      if (typeof word === 'string') continue;
      const forms = Object.keys(word.match).map((form) => form.replace('form=', ''));
      expect(forms.sort(), `${language} ${key}`).toEqual([...wanted].sort());
    }
  }
});

test('Kazakh is never Russian left standing', () => {
  const allowed = ['app.name'];
  const russian = read('ru');
  const same = [...read('kk')]
    .filter(([key, word]) => JSON.stringify(word) === JSON.stringify(russian.get(key)))
    .map(([key]) => key);
  expect(same).toEqual(allowed);
});

test('every word is used', () => {
  const all = Object.values(sources).join('\n');
  const groups = [...all.matchAll(/[`']([\w.]+\.)\$\{/g)].map((one) => one[1] ?? '');
  const byField = ['field.', 'method.'];
  const unused = [...read('en').keys()].filter(
    (key) =>
      !all.includes(`'${key}'`) && ![...groups, ...byField].some((group) => key.startsWith(group)),
  );
  expect(unused).toEqual([]);
});
