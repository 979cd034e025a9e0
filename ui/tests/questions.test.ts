import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Given, ItemShape, ItemView } from '../src/bindings/app';
import ChoiceAnswer from '../src/checklist/ChoiceAnswer.svelte';
import RangeAnswer from '../src/checklist/RangeAnswer.svelte';
import RankAnswer from '../src/checklist/RankAnswer.svelte';
import { ChecklistState, keyOf } from '../src/checklist/checklist.svelte';
import { marked, plain } from '../src/shared/marked';
import App from '../src/views/app/App.svelte';
import { route } from '../src/views/app/route.svelte';
import { ask, choice, item, label, tabTo } from './keyboard';
import { core } from './support';

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
  expect(getByTestId('lower-4').ariaDisabled).toBe('true');
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
  expect(plain('# Box\n**12** <b>x</b>')).toBe('Box 12 <b>x</b>');
  expect(marked('snake_case_name and 2*3*4')[0]?.pieces).toHaveLength(1);
});

/** One control of one kind of question: where it is found, what is pressed, what it gives. */
interface Control {
  shape: ItemShape;
  role: 'textbox' | 'radio' | 'checkbox' | 'button' | 'date';
  /** Its own name within the group that bears the question's. */
  name?: string;
  group?: 'group' | 'radiogroup' | 'list';
  keys: string;
  given: Given;
}

const seals = [choice(1, 'whole'), choice(2, 'torn'), choice(3, 'none')];
const scale = { start: '0', end: '2', lower: null, higher: '0', permille: 0 };
/** A moment that a form took from the clock. */
const clock: Given = { kind: 'text', text: '2026-11-23T07:31:09.000+05:00' };
const yes = { kind: 'text', text: 'OK' } as const;

const controls = {
  text: [
    {
      shape: { kind: 'text', multiline: false },
      role: 'textbox',
      keys: 'torn{Tab}',
      given: { kind: 'text', text: 'torn' },
    },
    {
      shape: { kind: 'text', multiline: true },
      role: 'textbox',
      keys: 'a{Enter}b{Tab}',
      given: { kind: 'text', text: 'a\nb' },
    },
  ],
  integer: [
    {
      shape: { kind: 'integer' },
      role: 'textbox',
      keys: '12{Tab}',
      given: { kind: 'number', text: '12' },
    },
  ],
  decimal: [
    {
      shape: { kind: 'decimal' },
      role: 'textbox',
      keys: '1,5{Tab}',
      given: { kind: 'number', text: '1.5' },
    },
  ],
  barcode: [
    {
      shape: { kind: 'barcode' },
      role: 'textbox',
      keys: '0012{Tab}',
      given: { kind: 'text', text: '0012' },
    },
  ],
  geopoint: [
    {
      shape: { kind: 'geopoint' },
      role: 'textbox',
      keys: '43.25 76.95{Tab}',
      given: { kind: 'text', text: '43.25 76.95' },
    },
  ],
  range: [
    {
      shape: { kind: 'range', ...scale, marks: ['0', '1', '2'] },
      group: 'group',
      role: 'button',
      name: '2',
      keys: ' ',
      given: { kind: 'number', text: '2' },
    },
    {
      shape: { kind: 'range', ...scale, marks: [] },
      group: 'group',
      role: 'button',
      name: 'More',
      keys: '{Enter}',
      given: { kind: 'number', text: '0' },
    },
  ],
  date: [
    {
      shape: { kind: 'date' },
      group: 'group',
      role: 'date',
      name: 'Date',
      keys: '2026-11-23{Tab}',
      given: { kind: 'text', text: '2026-11-23' },
    },
  ],
  time: [
    {
      shape: { kind: 'time' },
      group: 'group',
      role: 'textbox',
      name: 'Time',
      keys: '730{Tab}',
      given: { kind: 'text', text: '07:30' },
    },
  ],
  date_time: [
    {
      shape: { kind: 'date_time' },
      group: 'group',
      role: 'date',
      name: 'Date',
      keys: '2026-11-23{Tab}730{Tab}',
      given: { kind: 'text', text: '2026-11-23T07:30' },
    },
  ],
  acknowledge: [
    {
      shape: { kind: 'acknowledge' },
      role: 'button',
      name: 'Asked I have read this',
      keys: ' ',
      given: yes,
    },
  ],
  attachment: (['image', 'audio', 'video', 'file'] as const).map((what) => ({
    shape: { kind: 'attachment', what },
    role: 'button',
    name: 'Can’t answer',
    keys: '{Enter}{Tab} ',
    given: { kind: 'special', special: 'did_not_see' },
  })),
  rank: [
    {
      shape: { kind: 'rank', choices: seals },
      group: 'list',
      role: 'button',
      name: 'whole: down',
      keys: ' ',
      given: { kind: 'many', choices: [2, 1, 3] },
    },
  ],
  select_one: [
    {
      shape: { kind: 'select_one', choices: seals },
      group: 'radiogroup',
      role: 'radio',
      name: 'whole',
      keys: '{ArrowDown}',
      given: { kind: 'one', choice: 2 },
    },
  ],
  select_multiple: [
    {
      shape: { kind: 'select_multiple', choices: seals },
      group: 'group',
      role: 'checkbox',
      name: 'torn',
      keys: ' ',
      given: { kind: 'many', choices: [2] },
    },
  ],
} satisfies Record<
  Exclude<ItemShape['kind'], 'group' | 'note' | 'round' | 'add_round'>,
  Control[]
>;

function find({ group, role, name }: Control): HTMLElement {
  const own = name ?? 'Asked';
  if (!group) return screen.getByRole(role === 'date' ? 'textbox' : role, { name: own });
  const around = within(screen.getByRole(group, { name: 'Asked', description: 'As it was seen' }));
  // A field of the system for a date has no role of its own; its label is what is read.
  return role === 'date' ? around.getByLabelText(own) : around.getByRole(role, { name: own });
}

test('every kind of question has a name and is answered by keyboard alone', async () => {
  for (const control of Object.values(controls).flat() as Control[]) {
    const { user, given, unmount } = await ask(item(control.shape));
    const found = find(control);
    await tabTo(user, found);
    await user.keyboard(control.keys);
    await waitFor(() => expect(given(), control.shape.kind).toEqual([control.given]));
    unmount();
  }
});

test('why there is no answer is said by keyboard on every kind of question', async () => {
  for (const { shape } of Object.values(controls).flat() as Control[]) {
    const { user, given, unmount } = await ask(item(shape));
    await tabTo(user, screen.getByRole('button', { name: 'Can’t answer', description: 'Asked' }));
    await user.keyboard('{Enter}');
    const reasons = within(screen.getByRole('group', { name: 'Why is there no answer?' }));
    await tabTo(user, reasons.getByRole('button', { name: 'Was not allowed to see' }));
    await user.keyboard(' ');
    const refused: Given = { kind: 'special', special: 'not_allowed' };
    await waitFor(() => expect(given(), shape.kind).toEqual([refused]));
    unmount();
  }
});

test('what is wrong with an answer and what a question hints at is its description', async () => {
  const broken = { kind: 'broken', message: label('More than **voters**') } as const;
  const more: Partial<ItemView> = { constraint: broken, given: { kind: 'number', text: '9' } };
  const { unmount } = await ask(item({ kind: 'integer' }, more));
  screen.getByRole('textbox', { name: 'Asked', description: 'As it was seen More than voters' });
  unmount();
  const { user } = await ask(item({ kind: 'geopoint' }));
  const place = screen.getByRole('textbox', { name: 'Asked', description: /Latitude/ });
  await tabTo(user, place);
});

test('what is only shown takes no key and says its value under its name', async () => {
  const ranked = 'torn, whole, none';
  const shown: [ItemShape, Given, string][] = [
    [{ kind: 'integer' }, { kind: 'number', text: '12' }, '12'],
    [{ kind: 'time' }, clock, '07:31'],
    [{ kind: 'date_time' }, clock, '2026-11-23 07:31'],
    [{ kind: 'select_one', choices: seals }, { kind: 'one', choice: 2 }, 'torn'],
    [{ kind: 'rank', choices: seals }, { kind: 'many', choices: [2, 1, 3] }, ranked],
    [{ kind: 'barcode' }, { kind: 'special', special: 'refused' }, 'They refused to say'],
  ];
  for (const [shape, given, text] of shown) {
    const { unmount, container } = await ask(item(shape, { given, read_only: true }));
    const value = screen.getByRole('status', { name: 'Asked' });
    expect(value.textContent?.trim()).toBe(text);
    expect(container.querySelector('input, textarea, button:enabled')).toBeNull();
    unmount();
  }
});

test('a time that the clock gave is shown as a time', async () => {
  await ask(item({ kind: 'time' }, { given: clock }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Time' }).value).toBe('07:31');
});

test('a longer explanation is opened by keyboard', async () => {
  const { user } = await ask(item({ kind: 'integer' }, { guidance: label('Count _all_ seals') }));
  const summary = screen.getByText('More about this');
  await tabTo(user, summary);
  expect(screen.getByText('all').tagName).toBe('EM');
});

const firstRound: ItemShape = { kind: 'round', position: 1, of: 1, removable: true };

test('marks are drawn in heads, choices and messages too', async () => {
  const markedTo = (text: string) => label(`**${text}** <b>${text}</b>`);
  const strong = (text: string) => screen.getAllByText(text).map((one) => one.tagName);
  const one = { ...choice(1, 'whole'), label: markedTo('whole') };
  const more: Partial<ItemView> = {
    given: { kind: 'one', choice: 1 },
    constraint: { kind: 'broken', message: markedTo('wrong') },
  };
  const backend = core('arrived');
  backend.sheet.items = [
    item({ kind: 'group' }, { number: 1, label: markedTo('group') }),
    item(firstRound, { number: 2, path: [1], label: markedTo('box') }),
    item({ kind: 'select_one', choices: [one] }, { ...more, number: 3, path: [1] }),
    item({ kind: 'rank', choices: [{ ...one, label: markedTo('first') }] }, { number: 5 }),
    item({ kind: 'add_round' }, { number: 2, label: markedTo('box') }),
  ];
  route.go('sheets/1/1', true);
  render(App, { backend });
  await screen.findByTestId('checklist');
  for (const text of ['group', 'box', 'whole', 'wrong', 'first']) {
    expect(strong(text), text).toEqual(['STRONG']);
  }
  screen.getByRole('radio', { name: 'whole <b>whole</b>' });
  screen.getByRole('button', { name: 'first <b>first</b>: up' });
  screen.getByRole('button', { name: 'Add another: box <b>box</b>' });
  expect(screen.getByTestId('checklist').querySelector('b')).toBeNull();
});

/** A form of one repeat, opened in the app. */
async function boxes() {
  const backend = core('arrived');
  backend.sheet.items = [
    item(firstRound, { number: 1, path: [1], label: label('Box') }),
    item({ kind: 'integer' }, { number: 2, path: [1], label: label('Votes') }),
    item({ kind: 'add_round' }, { number: 1, label: label('Box') }),
  ];
  route.go('sheets/1/1', true);
  render(App, { backend });
  await screen.findByTestId('checklist');
  return { backend, user: userEvent.setup() };
}

test('a round is added and taken out, a checklist finished and reopened, by keyboard', async () => {
  const { backend, user } = await boxes();
  const button = (name: string, description?: string) =>
    screen.findByRole('button', { name, ...(description ? { description } : {}) });
  await tabTo(user, await button('Add another: Box'));
  await user.keyboard('{Enter}');
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Box 2 of 2'));
  // Past the way to take it out, the next keys go into what was added.
  await user.tab();
  await user.tab();
  await user.keyboard('7{Tab}');
  await waitFor(() => expect(screen.getByTestId('question-2-2').dataset['given']).toBe('number'));
  await tabTo(user, await button('Take out', 'Box 1 of 2'));
  await user.keyboard('{Enter}');
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Keep'));
  await tabTo(user, await button('Take out', 'Box 1 of 2 What was written stays on record.'));
  await user.keyboard(' ');
  const add = await button('Add another: Box');
  await waitFor(() => expect(document.activeElement).toBe(add));
  expect(screen.queryByTestId('round-1-1')).toBeNull();

  await tabTo(user, await button('This checklist is complete'));
  await user.keyboard('{Enter}');
  const reopen = await button('Open it again');
  await waitFor(() => expect(document.activeElement).toBe(reopen));
  await user.keyboard('{Enter}');
  const reason = await screen.findByRole('textbox', { name: /Why open it again/ });
  await waitFor(() => expect(document.activeElement).toBe(reason));
  await user.keyboard('a second box{Tab}{Enter}');
  const finish = await button('This checklist is complete');
  await waitFor(() => expect(document.activeElement).toBe(finish));
  const changes = backend.commands.flatMap((one) =>
    one.kind === 'change_checklist' ? [one.change] : [],
  );
  expect(changes).toEqual([
    { kind: 'add_round', path: [], repeat: 1 },
    { kind: 'remove_round', path: [1], repeat: 1 },
    { kind: 'finish' },
    { kind: 'reopen', reason: 'a second box' },
  ]);
});

test('a choice that is moved in a rank keeps the focus and says its place', async () => {
  const backend = core('arrived');
  backend.sheet.items = [item({ kind: 'rank', choices: seals })];
  route.go('sheets/1/1', true);
  render(App, { backend });
  const user = userEvent.setup();
  const down = () => screen.findByRole('button', { name: 'whole: down' });
  await tabTo(user, await down());
  for (const place of ['whole: 2 of 3', 'whole: 3 of 3']) {
    await user.keyboard('{Enter}');
    await screen.findByText(place);
    const button = await down();
    await waitFor(() => expect(document.activeElement).toBe(button));
  }
  // At the end the button stays where it is and does nothing.
  expect((await down()).ariaDisabled).toBe('true');
  await user.keyboard('{Enter}');
  expect(backend.commands.filter((one) => one.kind === 'answer')).toHaveLength(2);
});

test('a form in Albanian and Serbian is read in either', async () => {
  const backend = core('arrived');
  const texts = (sr: string, sq: string) => ({ sr, sq });
  backend.sheet.languages = ['sr', 'sq'];
  const choices = [{ ...choice(1, 'yes'), label: texts('Da', 'Po') }];
  backend.sheet.items = [
    item({ kind: 'select_one', choices }, { label: texts('Otvoreno?', 'E hapur?'), hint: {} }),
  ];
  route.go('sheets/1/1', true);
  render(App, { backend });
  // The form's own first language, not the first of the alphabet.
  await screen.findByRole('radiogroup', { name: 'Otvoreno?' });
  const user = userEvent.setup();
  const languages = within(screen.getByRole('group', { name: 'Language of this checklist' }));
  const albanian = languages.getByRole('button', { name: 'shqip' });
  expect(languages.getByRole('button', { name: 'српски' }).ariaPressed).toBe('true');
  await tabTo(user, albanian);
  await user.keyboard('{Enter}');
  await screen.findByRole('radiogroup', { name: 'E hapur?' });
  screen.getByRole('radio', { name: 'Po' });
  expect(screen.queryByText('Da')).toBeNull();
  screen.getByText('Checklists', { exact: false });
});

test('a form in the languages of the interface asks for none of its own', async () => {
  route.go('sheets/1/1', true);
  render(App, { backend: core('arrived') });
  await screen.findByTestId('checklist');
  expect(screen.queryByRole('group', { name: 'Language of this checklist' })).toBeNull();
});

test('of a long list what is looked for is drawn, and what is chosen', async () => {
  const ongive = vi.fn();
  const stations = Array.from({ length: 20_000 }, (_, at) => choice(at + 1, `station ${at + 1}`));
  const given: Given = { kind: 'one', choice: 15_000 };
  render(ChoiceAnswer, { id: '4', labelId: 'l', choices: stations, many: false, given, ongive });
  expect(screen.getAllByRole('radio')).toHaveLength(51);
  expect(screen.getByRole('status').textContent).toContain('50 of 20000');
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Find in the list' }));
  await user.keyboard('19999');
  expect(screen.getAllByRole('radio')).toHaveLength(2);
  screen.getByRole('radio', { name: 'station 15000', checked: true });
  screen.getByRole('radio', { name: 'station 19999' }).focus();
  await user.keyboard(' ');
  expect(ongive.mock.calls[0]?.[0]).toEqual({ kind: 'one', choice: 19_999 });
});

test('a choice that is no longer offered says so in words', async () => {
  const gone = { ...choice(2, 'torn'), offered: false };
  const given: Given = { kind: 'one', choice: 2 };
  await ask(item({ kind: 'select_one', choices: [choice(1, 'whole'), gone] }, { given }));
  screen.getByRole('radio', { name: 'torn no longer offered', checked: true });
  screen.getByRole('radio', { name: 'whole', checked: false });
});
