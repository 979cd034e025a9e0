import { render } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { ChoiceView, Given } from '../src/bindings/app';
import RangeAnswer from '../src/checklist/RangeAnswer.svelte';
import RankAnswer from '../src/checklist/RankAnswer.svelte';
import { ChecklistState, keyOf } from '../src/checklist/checklist.svelte';
import { marked } from '../src/shared/marked';
import { core } from './support';

const label = (text: string) => ({ kk: text, ru: text, en: text });
const choice = (number: number, name: string): ChoiceView => ({
  choice: number,
  name,
  label: label(name),
  offered: true,
});

test('a step on a scale gives what the core said it gives', async () => {
  const ongive = vi.fn();
  const shape = {
    kind: 'range',
    start: '0',
    end: '5',
    marks: [],
    lower: null,
    higher: '0.5',
    permille: 0,
  } as const;
  const given: Given = { kind: 'empty' };
  const { getByTestId } = render(RangeAnswer, {
    id: '4',
    labelId: 'l',
    shape: { ...shape, marks: [] },
    given,
    ongive,
  });
  expect(getByTestId('lower-4')).toHaveProperty('disabled', true);
  await userEvent.click(getByTestId('higher-4'));
  expect(ongive.mock.calls[0]?.[0]).toEqual({ kind: 'number', text: '0.5' });
});

test('a rank is moved by buttons and given whole', async () => {
  const ongive = vi.fn();
  const { getByTestId } = render(RankAnswer, {
    id: '7',
    labelId: 'l',
    choices: [choice(1, 'a'), choice(2, 'b'), choice(3, 'c')],
    given: { kind: 'many', choices: [3, 1, 2] },
    ongive,
  });
  await userEvent.click(getByTestId('down-7-c'));
  expect(ongive.mock.calls[0]?.[0]).toEqual({ kind: 'many', choices: [1, 3, 2] });
});

test('a question has one key in each round', () => {
  expect(keyOf({ number: 4, path: [] })).toBe('4');
  expect(keyOf({ number: 4, path: [2, 1] })).toBe('4-2-1');
});

test('a finished checklist says so and is opened again', async () => {
  const checklist = new ChecklistState(core('arrived'));
  await checklist.show(1, 1);
  expect(await checklist.change({ kind: 'finish' }, performance.now())).toBe(true);
  expect(checklist.open?.summary.finished).not.toBeNull();
  await checklist.change({ kind: 'reopen', reason: 'a second sheet' }, performance.now());
  expect(checklist.open?.summary.finished).toBeNull();
});

test('marks are drawn and nothing becomes HTML', () => {
  const text = '# Box\n\n**12** of _20_ <b>x</b> [here](http://x.y)\n- one';
  const [heading, line, item] = marked(text);
  expect(heading).toEqual({
    kind: 'heading',
    pieces: [{ text: 'Box', strong: false, stressed: false }],
  });
  expect(line?.pieces.map(({ text, strong, stressed }) => [text, strong, stressed])).toEqual([
    ['12', true, false],
    [' of ', false, false],
    ['20', false, true],
    [' <b>x</b> here', false, false],
  ]);
  expect(item?.kind).toBe('item');
  expect(marked('snake_case_name and 2*3*4')[0]?.pieces).toHaveLength(1);
});
