import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { HourView } from '../src/bindings/app';
import HourBars from '../src/count/HourBars.svelte';
import type { FakeCore } from '../src/backend/fake/core';
import App from '../src/views/app/App.svelte';
import { route } from '../src/views/app/route.svelte';
import { language } from '../src/shared/language.svelte';
import { core } from './support';

function open(backend: FakeCore) {
  render(App, { backend });
  return userEvent.setup();
}

const id = (name: string) => screen.findByTestId(name);
const figure = async () => (await id('hour-count')).textContent;

test('from an invitation file to the first voter', async () => {
  const backend = core('empty');
  const user = open(backend);
  await user.upload(await id('enrol-file'), new File(['SANAQ\u0001'], 'alice.sanaq'));
  await user.type(await id('passphrase'), 'correct horse');
  await user.type(await id('passphrase-repeat'), 'correct horse');
  await user.click(await id('enrol'));
  await user.click(await id('arrive'));
  await user.click(await id('nav-count'));
  await user.click(await id('open-start-watch'));
  await user.click(await id('start-watch'));
  // The sheet that was closed has given the page back.
  await waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));
  await user.click(await id('counter'));
  await waitFor(async () => expect(await figure()).toBe('1'));
  expect(backend.commands.filter((one) => one.kind === 'record_voter')).toHaveLength(1);
});

test('only the network is told from here: the shell itself knows the front', async () => {
  const backend = core('day');
  open(backend);
  await id('delivery-chip');
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('online'));
  const told = backend.commands.map((one) => one.kind);
  expect(told.filter((kind) => kind === 'network_back')).toHaveLength(1);
  expect(told).not.toContain('app_to_front');
});

test('two secrets that differ are not sent', async () => {
  const backend = core('invited');
  const user = open(backend);
  await user.type(await id('passphrase'), 'correct horse');
  await user.type(await id('passphrase-repeat'), 'correct house');
  await user.click(await id('enrol'));
  expect(await screen.findByText('The two are not the same. Type it again.')).toBeTruthy();
  expect(backend.commands).toHaveLength(0);
});

test('the ring shows while the disk stands still, and the number does not move', async () => {
  const backend = core('day');
  route.go('count', true);
  const user = open(backend);
  expect(await figure()).toBe('96');
  const release = backend.stall();
  await user.click(await id('counter'));
  expect((await id('pending-ring')).dataset['pending']).toBe('1');
  expect(await figure()).toBe('96');
  release();
  await waitFor(async () => expect(await figure()).toBe('97'));
  expect(screen.queryByTestId('pending-ring')).toBeNull();
});

test('space counts once, backspace takes back, a held key does not repeat', async () => {
  const backend = core('day');
  route.go('count', true);
  const user = open(backend);
  (await id('counter')).focus();
  await user.keyboard('[Space]');
  await waitFor(async () => expect(await figure()).toBe('97'));
  await user.keyboard('{Backspace}');
  await waitFor(async () => expect(await figure()).toBe('96'));
  await user.keyboard('{u>5/}');
  await waitFor(async () => expect(await figure()).toBe('95'));
});

test('space on another button presses that button and counts nobody', async () => {
  const backend = core('day');
  route.go('count', true);
  const user = open(backend);
  (await id('other-category')).focus();
  await user.keyboard('[Space]');
  expect(await id('sheet-category')).toBeTruthy();
  await user.keyboard('[Space]');
  expect(backend.commands.filter((one) => one.kind === 'record_voter')).toHaveLength(0);
});

test('a click without a press counts, as screen readers click', async () => {
  const backend = core('day');
  route.go('count', true);
  open(backend);
  (await id('counter')).click();
  await waitFor(async () => expect(await figure()).toBe('97'));
});

test('an hour nobody watched is a question mark, never a zero', async () => {
  route.go('count', true);
  open(core('day'));
  const hour = await id('hour-09');
  expect(hour.dataset['state']).toBe('unknown');
  expect(hour.querySelector('.figure')?.textContent?.trim()).toBe('?');
  expect((await id('hour-10')).dataset['state']).toBe('partly');
  expect((await id('hour-15')).dataset['state']).toBe('not_yet');
});

test('a day of more hours than fit shows every hour', () => {
  const hours: HourView[] = Array.from({ length: 20 }, (_, index) => ({
    start: `2026-12-06T${String(index).padStart(2, '0')}:00:00`,
    from: `${String(index).padStart(2, '0')}:00`,
    to: `${String(index + 1).padStart(2, '0')}:00`,
    current: index === 19,
    persons: index,
    state: { kind: 'counted', persons: index },
    tallied: 0,
    tallied_minutes: 0,
    doubtful_minutes: 0,
  }));
  render(HourBars, { hours });
  for (const { from } of hours) {
    expect(screen.getByTestId(`hour-${from.slice(0, 2)}`).dataset['state']).toBe('counted');
  }
});

test('a tally stands hatched on its hour and is not in the bar', async () => {
  const backend = core('day');
  backend.day.enter({
    kind: 'tally',
    tally: {
      persons: 17,
      from: '09:10',
      to: '09:40',
      method: 'paper',
      relation: 'adds',
      point: null,
      covers: [],
    },
  });
  route.go('count', true);
  open(backend);
  expect((await id('tally-09')).dataset['persons']).toBe('17');
  const hour = await id('hour-09');
  expect(hour.dataset['state']).toBe('unknown');
  expect(hour.querySelector('.figure')?.textContent?.trim()).toBe('?');
  expect(hour.title).toContain('17 kept on paper');
  expect(screen.queryByTestId('tally-08')).toBeNull();
});

test('a tally over tapped time asks which of both stands', async () => {
  for (const [answer, kept] of [
    ['tally-taps', 0],
    ['tally-instead', 17],
  ] as const) {
    const backend = core('paused');
    route.go('count', true);
    const user = userEvent.setup();
    const { unmount } = render(App, { backend });
    await user.click(await id('rest-tally'));
    await user.type(await id('tally-persons'), '17');
    await user.type(await id('tally-from'), '10:00');
    await user.type(await id('tally-to'), '10:30');
    await user.click(await id('tally-save'));
    expect((await id('tally-asked')).textContent).toContain('38 min');
    expect(backend.day.view(false).day_tallied, 'nothing is added meanwhile').toBe(0);
    await user.click(await id(answer));
    await waitFor(() => expect(screen.queryByTestId('tally-asked')).toBeNull());
    await waitFor(() =>
      expect(backend.day.tallies.some((one) => one.standing.kind === 'overlaps_taps')).toBe(false),
    );
    expect(backend.day.view(false).day_tallied).toBe(kept);
    unmount();
    document.body.removeAttribute('style');
  }
});

test('a tally is entered after the watch ended', async () => {
  const backend = core('arrived');
  route.go('count', true);
  const user = open(backend);
  await user.click(await id('none-tally'));
  await user.type(await id('tally-persons'), '17');
  await user.type(await id('tally-from'), '09:10');
  await user.type(await id('tally-to'), '09:40');
  const save = await id('tally-save');
  expect(save.hasAttribute('disabled'), 'where it was kept is asked').toBe(true);
  await user.click(await id('tally-point-2'));
  await user.type(await id('tally-covers'), '1, 2');
  await user.click(save);
  await waitFor(() => expect(backend.day.view(false).day_tallied).toBe(17));
  const entry = { kind: 'tally', tally: { persons: 17, point: 2, covers: ['1', '2'] } };
  expect(backend.commands.at(-1)).toMatchObject({ kind: 'enter', entry });
});

test('the silent question stands until it is answered, covered too', async () => {
  for (const covered of [false, true]) {
    const backend = core('still');
    if (covered) backend.lock = { kind: 'covered' };
    route.go('count', true);
    const user = userEvent.setup();
    const { unmount } = render(App, { backend });
    expect(await id('still-watching')).toBeTruthy();
    backend.tell('counter');
    await id('counter');
    expect(screen.queryByTestId('still-watching')).not.toBeNull();
    await user.click(await id('still-yes'));
    await waitFor(() => expect(screen.queryByTestId('still-watching')).toBeNull());
    expect(backend.commands.at(-1)).toEqual({ kind: 'still_watching' });
    unmount();
  }
});

test('what is not switched on is not shown', async () => {
  const backend = core('day');
  backend.switchedOn = ['log'];
  backend.day.watch = { kind: 'none' };
  route.go('now', true);
  const user = open(backend);
  await user.click(await id('nav-notes'));
  expect((await id('notes-log')).getAttribute('aria-selected')).toBe('true');
  for (const gone of ['nav-count', 'nav-sheets', 'notes-turnout', 'turnout-add']) {
    expect(screen.queryByTestId(gone), gone).toBeNull();
  }
  await user.click(await id('nav-now'));
  await id('leave');
  for (const gone of ['now-count', 'now-turnout', 'now-checklist-1-1']) {
    expect(screen.queryByTestId(gone), gone).toBeNull();
  }
});

test('a watch that runs can be ended though counting was switched off', async () => {
  const backend = core('day');
  backend.switchedOn = [];
  route.go('count', true);
  open(backend);
  expect(await id('pause-watch')).toBeTruthy();
});

test('a difference is said as at most with the minutes beside it', async () => {
  const backend = core('day');
  const [first] = backend.turnouts;
  if (!first) throw new Error('the fake day has a figure');
  backend.turnouts = [
    first,
    { ...first, event: 401, own_is_floor: false, unwatched_minutes: 0, at_most: 20 },
    { ...first, event: 402, noted: { ...first.noted, counts: 'this_interval' }, at_most: null },
    { ...first, event: 403, at_most: null },
  ];
  route.go('notes/turnout', true);
  open(backend);
  const said = await id('difference-400');
  expect(said.textContent).toContain('At most 472 more');
  expect(said.textContent).toContain('60 minutes');
  expect((await id('difference-401')).textContent).toBe('20 more than you counted.');
  expect((await id('difference-402')).textContent).toContain('not to be compared');
  expect(screen.queryByTestId('difference-403')).toBeNull();
});

test('after an interruption the gap is asked about before counting goes on', async () => {
  const backend = core('gap');
  route.go('count', true);
  const user = open(backend);
  expect((await id('watch-gap')).textContent).toContain('37 minutes');
  expect(screen.queryByTestId('counter')).toBeNull();
  await user.click(await id('gap-go-on'));
  expect(await id('counter')).toBeTruthy();
});

test('covered shows the counter and neither station nor sections', async () => {
  open(core('covered'));
  expect(await id('counter')).toBeTruthy();
  expect(screen.queryByTestId('station-title')).toBeNull();
  expect(screen.queryByTestId('nav-delivery')).toBeNull();
});

test('a skip in a checklist appears with the answer that asks for it', async () => {
  route.go('sheets/1/1', true);
  const user = open(core('arrived'));
  await id('question-3');
  expect(screen.queryByTestId('question-4')).toBeNull();
  await user.click(await id('choice-3-no'));
  await user.type(await id('answer-4'), '700');
  await user.tab();
  expect((await id('broken-4')).textContent).toContain('no more than 600 minutes');
  await user.click(await id('special-6'));
  await user.click(await id('special-6-refused'));
  await waitFor(async () => expect((await id('question-6')).dataset['given']).toBe('special'));
  expect((await id('checklist-progress')).dataset['answered']).toBe('3');
});

test('a word in a number is not sent and says what is wanted', async () => {
  const backend = core('arrived');
  route.go('sheets/1/1', true);
  const user = open(backend);
  await user.type(await id('answer-7'), 'tall');
  await user.tab();
  expect(await screen.findByText('Write a number')).toBeTruthy();
  expect(backend.commands).toHaveLength(0);
});

test('delivery names the reason of a held page and shows no place nobody was at', async () => {
  route.go('delivery', true);
  open(core('day'));
  expect((await id('delivery-page-8')).textContent).toContain('Headquarters decides');
  expect((await id('delivery-page-7')).dataset['place']).toBe('at_headquarters');
  expect(screen.queryByTestId('delivery-with-lead')).toBeNull();
});

test('delivery says in words why a page was refused', async () => {
  route.go('delivery', true);
  const backend = core('day');
  const page = backend.delivery.pages.find((one) => one.number === 9);
  if (page) page.place = { kind: 'refused', reason: 'quota' };
  open(backend);
  expect((await id('delivery-page-9')).textContent).toContain('No room is left');
});

test('an alarm goes when it was read, and not while its cause lasts', async () => {
  route.go('delivery', true);
  const backend = core('day');
  const user = open(backend);
  await id('delivery-alarm-clock_wrong');
  expect(screen.queryByTestId('alarm-close-clock_wrong')).toBeNull();
  await user.click(await id('alarm-close-headquarters_lost'));
  await waitFor(() => expect(screen.queryByTestId('delivery-alarm-headquarters_lost')).toBeNull());
  expect(backend.commands.at(-1)).toEqual({
    kind: 'close_alarm',
    alarm: 'headquarters_lost',
    page: 5,
  });
  expect(screen.queryByTestId('delivery-alarm-clock_wrong')).not.toBeNull();
});

test('a falling figure is asked about and said anew, the first stays on record', async () => {
  const backend = core('day');
  route.go('notes/turnout', true);
  const user = open(backend);
  await user.click(await id('turnout-add'));
  await user.type(await id('turnout-figure'), '88');
  await user.click(await id('turnout-counts-unclear'));
  await user.click(await id('turnout-save'));
  await user.click(await id('fell-interval'));
  await waitFor(() =>
    expect(backend.turnouts[0]?.noted.counts).toBe('this_interval'),
  );
  expect(backend.turnouts[0]?.first_figure).toBe(88);
  const amended = backend.commands.find((one) => one.kind === 'amend_turnout');
  expect(amended).toMatchObject({ reason: 'explained' });
});

test('the language changes at once and is remembered', async () => {
  const user = open(core('locked'));
  await user.click(await id('language-kk'));
  expect(await screen.findByText('Құлыпталған')).toBeTruthy();
  expect(localStorage.getItem('sanaq.language')).toBe('kk');
  expect(document.documentElement.lang).toBe('kk');
  language.choose('en');
});

test('the header says what is not delivered yet, taps just made among it', async () => {
  route.go('count', true);
  const user = open(core('day'));
  const chip = async () => (await id('delivery-chip')).dataset['undelivered'];
  expect(await chip()).toBe('214');
  await user.click(await id('counter'));
  await waitFor(async () => expect(await chip()).toBe('215'));
});

test('practice is on every screen', async () => {
  const routes = ['now', 'count', 'sheets', 'sheets/1/1', 'notes/turnout', 'notes/log', 'delivery'];
  for (const to of [...routes, 'team', 'notices', 'incidents', 'settings']) {
    route.go(to, true);
    const { unmount } = render(App, { backend: core('lead-day') });
    await id('delivery-chip');
    expect(await id('practice'), to).toBeTruthy();
    unmount();
  }
  for (const scene of ['invited', 'locked', 'station', 'day', 'covered']) {
    const { unmount } = render(App, { backend: core(scene) });
    expect(await id('practice')).toBeTruthy();
    unmount();
  }
});
