// What only the interface's sources can tell of its words. Keys, placeholders, plural forms and
// forgotten translations are judged in one place for all languages: tests/tidy/messages.rs.
import { expect, test } from 'vitest';

const trees = import.meta.glob<object>('../messages/en/*.json', { eager: true, import: 'default' });
const sources = import.meta.glob<string>('../src/**/*.{ts,svelte}', {
  eager: true,
  query: '?raw',
  import: 'default',
});

function keys(node: unknown, path: string): string[] {
  if (typeof node === 'string' || Array.isArray(node)) return [path];
  return Object.entries(node as object).flatMap(([key, next]) => keys(next, `${path}.${key}`));
}

test('every word is used', () => {
  const words = Object.values(trees).flatMap((tree) =>
    Object.entries(tree).flatMap(([key, node]) => keys(node, key)),
  );
  expect(words.length).toBeGreaterThan(300);
  const all = Object.values(sources).join('\n');
  const groups = [...all.matchAll(/[`']([\w.]+\.)\$\{/g)].map((one) => one[1] ?? '');
  const byField = ['field.', 'method.'];
  const unused = words.filter(
    (key) =>
      !all.includes(`'${key}'`) && ![...groups, ...byField].some((group) => key.startsWith(group)),
  );
  expect(unused).toEqual([]);
});
