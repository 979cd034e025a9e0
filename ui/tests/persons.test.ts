import { expect, test } from 'vitest';
import { personsOf } from '../src/count/persons';

test('a number of people is whole, from one to ten thousand, and spaces are forgiven', () => {
  expect(personsOf('40')).toBe(40);
  expect(personsOf(' 10\u202f000 ')).toBe(10_000);
  for (const typed of ['', '0', '-3', '4.5', '10001', '100000', 'forty']) {
    expect(personsOf(typed)).toBeNull();
  }
});
