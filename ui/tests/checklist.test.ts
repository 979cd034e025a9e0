import { expect, test } from 'vitest';
import { ChecklistState, isOpen } from '../src/checklist/checklist.svelte';
import { core, settled } from './support';

const now = () => performance.now();
const at = (number: number) => ({ number, path: [] });

async function opened() {
  const backend = core('arrived');
  const checklist = new ChecklistState(backend);
  await checklist.show(1, 1);
  const item = (number: number) => checklist.open?.items.find((one) => one.number === number);
  return { backend, checklist, item };
}

test('an answer is marked as written only when the core has answered', async () => {
  const { backend, checklist, item } = await opened();
  const go = backend.stall();
  void checklist.answer(at(3), { kind: 'one', choice: 1 }, null, now());
  await settled();
  expect(checklist.writing.has('3')).toBe(true);
  expect(item(3)?.given.kind).toBe('empty');
  go();
  await settled();
  expect(checklist.writing.has('3')).toBe(false);
  expect(item(3)?.given).toEqual({ kind: 'one', choice: 1 });
});

test('what the core finds relevant is shown, and asked as open', async () => {
  const { checklist, item } = await opened();
  expect(item(4)?.relevant).toBe(false);
  await checklist.answer(at(3), { kind: 'one', choice: 2 }, null, now());
  const late = item(4);
  expect(late?.relevant).toBe(true);
  expect(late && isOpen(late)).toBe(true);
});

test('a special answer is not empty', async () => {
  const { checklist, item } = await opened();
  await checklist.answer(at(6), { kind: 'special', special: 'refused' }, null, now());
  const sealed = item(6);
  expect(sealed && isOpen(sealed)).toBe(false);
  expect(checklist.open?.summary.answered).toBe(1);
});

test('a refused answer is kept apart by its question', async () => {
  const { checklist, item } = await opened();
  await checklist.answer(at(7), { kind: 'number', text: 'many' }, null, now());
  expect(checklist.refused.get('7')?.code.kind).toBe('answer_does_not_fit');
  expect(item(7)?.given.kind).toBe('empty');
  await checklist.answer(at(7), { kind: 'number', text: '1.2' }, null, now());
  expect(checklist.refused.has('7')).toBe(false);
});

test('one more filling opens under its own number', async () => {
  const { checklist } = await opened();
  expect(await checklist.begin(1)).toBe(2);
  expect(checklist.open?.summary.instance).toBe(2);
});
