import { expect, test } from 'vitest';
import { clock, countdown, moment, number } from '../src/shared/format';
import { m } from '../src/paraglide/messages.js';
import { language, say } from '../src/shared/language.svelte';

test('figures are grouped by three and nothing else', () => {
  expect(number(0)).toBe('0');
  expect(number(999)).toBe('999');
  expect(number(1020)).toBe('1\u202f020');
  expect(number(4294967295)).toBe('4\u202f294\u202f967\u202f295');
});

test('a civil time keeps its wall and says another day where it is one', () => {
  expect(clock('2026-12-06T11:42:09')).toBe('11:42');
  expect(moment('2026-12-06T23:59:00', '2026-12-06')).toBe('23:59');
  expect(moment('2026-12-07T00:10:00', '2026-12-06')).toBe('07.12 00:10');
  expect(countdown(65)).toBe('1:05');
});

test('Russian counts one, few and many', () => {
  language.choose('ru');
  expect(m['now.left']({ n: 1 })).toBe('остался 1 вопрос');
  expect(m['now.left']({ n: 3 })).toBe('осталось 3 вопроса');
  expect(m['now.left']({ n: 11 })).toBe('осталось 11 вопросов');
  expect(m['now.left']({ n: 21 })).toBe('остался 21 вопрос');
});

test("organisers' text falls back to the first language that has words", () => {
  language.choose('kk');
  expect(say({ kk: '', ru: 'Участок' })).toBe('Участок');
  expect(say({})).toBe('');
});
