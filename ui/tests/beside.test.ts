import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { handOverCode } from '../src/backend/fake/beside';
import type { FakeCore } from '../src/backend/fake/core';
import { figureOf } from '../src/beside/figure';
import App from '../src/views/app/App.svelte';
import { route } from '../src/views/app/route.svelte';
import { core } from './support';

const id = (name: string) => screen.findByTestId(name);
const text = async (name: string) => (await id(name)).textContent?.replace(/\s+/g, ' ').trim();
const did = (backend: FakeCore, kind: string) =>
  backend.commands.filter((one) => one.kind === kind);

/** A press right after a sheet closed: jsdom frees the page a moment later than a browser. */
const press = async (name: string) => (await id(name)).click();

/** From the counter: one press for the list, one for what is wanted. */
async function opened(backend: FakeCore, what: string) {
  route.go('count', true);
  const user = userEvent.setup();
  render(App, { backend });
  const watching = backend.day.watch.kind === 'watching';
  await user.click(await id(watching ? 'other-category' : 'open-more'));
  await user.click(await id(`open-${what}`));
  return user;
}

test('a figure may be left out, and that is not zero', () => {
  expect([figureOf(''), figureOf(' 1 204 '), figureOf('0')]).toEqual([null, 1204, 0]);
  const refused = ['many', '-1', '99999999999'].map(figureOf);
  expect(refused).toEqual(['bad', 'bad', 'bad']);
});

test('a box goes out with a gap, comes back, and what was not told says so', async () => {
  const backend = core('day');
  const user = await opened(backend, 'box');
  await user.type(await id('box-first'), '14');
  await user.click(await id('accompanied-yes'));
  expect((await id('box-save')).hasAttribute('disabled')).toBe(true);
  await user.click(await id('meanwhile-gap'));
  await user.click(await id('box-save'));
  await id('box-away');
  const [out] = did(backend, 'start_box_trip');
  expect(out).toMatchObject({ applications: 14, ballots: null, meanwhile: 'gap' });
  expect(backend.day.watch.kind).toBe('paused');
  await user.type(await id('box-first'), '11');
  await user.click(await id('accompanied-refused'));
  await user.click(await id('box-save'));
  await waitFor(() => expect(screen.queryByTestId('box-away')).toBeNull());
  expect(await text('box-trips')).toContain('14 applications · not told ballots');
  expect(await text('box-trips')).toContain('11 voted · not told brought back');
});

test('a count handed over for a box is confirmed with that press, its code stands', async () => {
  const backend = core('day');
  const user = await opened(backend, 'box');
  await user.click(await id('accompanied-yes'));
  await user.click(await id('meanwhile-handed_over'));
  expect(await text('box-figure')).toBe('307');
  await user.click(await id('box-save'));
  expect(await text('hand-over-code')).toBe(handOverCode);
  expect((await id('hand-over-qr')).getAttribute('role')).toBe('img');
  expect(backend.commands.slice(-2)).toMatchObject([
    { kind: 'hand_over', figure: 307 },
    { kind: 'start_box_trip', meanwhile: 'handed_over' },
  ]);
});

test('a figure that moved is not handed over', async () => {
  const backend = core('day');
  const user = await opened(backend, 'handover');
  await id('hand-over');
  backend.refuseNext({ kind: 'figure_moved' });
  await user.click(await id('hand-over'));
  expect(await text('error')).toContain('The figure moved');
  expect(screen.queryByTestId('hand-over-code')).toBeNull();
});

test('who follows reads figure and time, takes them by a second press and counts on', async () => {
  const backend = core('arrived');
  const user = await opened(backend, 'take');
  await user.type(await id('take-code'), '1234');
  await user.click(await id('take-read'));
  expect(await id('error')).toBeTruthy();
  expect(screen.queryByTestId('take-over')).toBeNull();
  await user.clear(await id('take-code'));
  await user.type(await id('take-code'), handOverCode);
  await user.click(await id('take-read'));
  expect(await text('take-figure')).toBe('164');
  expect(await text('take-says')).toContain('164 at 13:00');
  expect(did(backend, 'take_over'), 'nothing is taken yet').toEqual([]);
  // Another code is read anew before it can be taken.
  await user.type(await id('take-code'), '1');
  expect(screen.queryByTestId('take-over')).toBeNull();
  await user.type(await id('take-code'), '{Backspace}');
  await user.click(await id('take-over'));
  await waitFor(() => expect(backend.day.watch.kind).toBe('watching'));
  expect(did(backend, 'take_over')[0]).toMatchObject({ code: handOverCode, view: 'full' });
});

test('a figure taken by mistake is taken back, and the counter says what was told', async () => {
  const backend = core('arrived');
  const user = await opened(backend, 'take');
  await user.type(await id('take-code'), handOverCode);
  await user.click(await id('take-read'));
  await user.click(await id('take-over'));
  expect(await text('day-told')).toContain('164 told');
  await press('other-category');
  await press('open-take');
  const { taken } = backend.beside.view;
  await press('give-back');
  await waitFor(() => expect(screen.queryByTestId('give-back')).toBeNull());
  expect(did(backend, 'give_back')[0]).toMatchObject({ event: taken?.event });
  await waitFor(() => expect(screen.queryByTestId('day-told')).toBeNull());
});

test('a wrong station, a box and the list are reached without the counter', async () => {
  for (const [what, shows] of [
    ['box', 'box-first'],
    ['register', 'register-figure'],
    ['moved', 'moved-save'],
  ] as const) {
    const backend = core('day');
    backend.switchedOn = ['turnout', 'box_trips'];
    backend.day.watch = { kind: 'none' };
    route.go('now', true);
    const user = userEvent.setup();
    const { unmount } = render(App, { backend });
    await user.click(await id('now-more'));
    expect(screen.queryByTestId('open-gap'), 'nobody counts').toBeNull();
    await user.click(await id(`open-${what}`));
    expect(await id(shows)).toBeTruthy();
    unmount();
    document.body.removeAttribute('style');
  }
});

test('a visit that was left is moved, its sheet entered and its hour corrected', async () => {
  const backend = core('day');
  route.go('now', true);
  const user = userEvent.setup();
  render(App, { backend });
  const visit = backend.day.visit?.visit ?? 0;
  await user.click(await id('leave'));
  await user.click(await id('leave-sure'));
  await press(`earlier-${visit}`);
  await press('earlier-tally');
  await user.type(await id('tally-persons'), '17');
  await user.type(await id('tally-from'), '09:10');
  await user.type(await id('tally-to'), '09:40');
  await user.click(await id('tally-save'));
  expect(await text('tallies')).toContain('17');
  await press('earlier-correct');
  await user.click(await id('correct-hour-2026-12-06T08:00:00'));
  await user.type(await id('correct-persons'), '85');
  await user.click(await id('correct-reason-counted_twice'));
  await user.click(await id('correct-save'));
  await press(`earlier-${visit}`);
  await user.click(await id('moved-to- typed'));
  await user.type(await id('moved-code'), '1899');
  await user.click(await id('moved-save'));
  await waitFor(() => expect(backend.earlier.list[0]?.visit.station.code).toBe('1899'));
  const mended = did(backend, 'mend_visit');
  expect(mended).toMatchObject([
    { visit, mend: { kind: 'tally', tally: { persons: 17, point: null } } },
    { visit, mend: { kind: 'correct', persons: 85 } },
    { visit, mend: { kind: 'move', station_code: '1899' } },
  ]);
});

test('a gap is said afterwards with its reason', async () => {
  const backend = core('day');
  const user = await opened(backend, 'gap');
  await user.type(await id('gap-from'), '1010');
  await user.type(await id('gap-to'), '1030');
  await user.click(await id('amend-reason-complaint'));
  await user.click(await id('gap-save'));
  expect(did(backend, 'amend_watch')[0]).toMatchObject({
    from: '10:10',
    to: '10:30',
    stands: 'gap',
    reason: 'complaint',
  });
  await waitFor(async () => expect(await text('amended')).toContain('10:10–10:30: nobody watched'));
});

test('quiet time is explained with one press and can be said otherwise', async () => {
  const backend = core('quiet');
  const user = await opened(backend, 'quiet');
  expect(await screen.findByText(/stays doubtful/)).toBeTruthy();
  await user.click(await id('quiet-90-nobody_came'));
  await waitFor(() => expect(screen.queryByText(/stays doubtful/)).toBeNull());
  expect(did(backend, 'explain_quiet')[0]).toMatchObject({ event: 90, answer: 'nobody_came' });
});

test('an hour is corrected with old, new and reason', async () => {
  const backend = core('day');
  const user = await opened(backend, 'correct');
  await user.click(await id('correct-hour-2026-12-06T08:00:00'));
  await user.type(await id('correct-persons'), '85');
  await user.click(await id('correct-reason-counted_twice'));
  await user.click(await id('correct-save'));
  await waitFor(() => expect(backend.day.tallies[0]?.corrected?.old).toBe(88));
  expect(did(backend, 'correct_hour')[0]).toMatchObject({
    start: '2026-12-06T08:00:00',
    persons: 85,
  });
});

test('an hour opens down to its records', async () => {
  const user = await opened(core('day'), 'hour');
  await user.click(await id('opened-hour-2026-12-06T11:00:00'));
  const events = await id('opened-events');
  expect(events.querySelectorAll('li')).toHaveLength(96);
  expect(events.textContent).toContain('one person');
});

test('figures of the list keep their sources beside the imported one', async () => {
  const backend = core('day');
  const user = await opened(backend, 'register');
  expect(await screen.findByText(/headquarters’ list: 1.204 voters/)).toBeTruthy();
  await user.type(await id('register-figure'), '1 198');
  await user.click(await id('register-source-paper'));
  await user.click(await id('register-save'));
  await waitFor(async () => expect(await text('registers')).toContain('From a paper'));
  expect(did(backend, 'note_register')[0]).toMatchObject({ figure: 1198, told_by: '' });
});

test('how two counts stand is declared', async () => {
  const backend = core('day');
  const user = await opened(backend, 'relate');
  await user.click(await id('relate-split'));
  await user.click(await id('relate-save'));
  expect(await text('relation')).toContain('Different desks or boxes');
});

test('where several count, one of them is named by their code', async () => {
  const backend = core('day');
  const user = await opened(backend, 'relate');
  expect(await text('watch-code')).toContain('0001-12');
  expect(await id('watch-code-qr')).toBeTruthy();
  await user.click(await id('relate-relay'));
  await user.click(await id('relate-who-one'));
  expect(((await id('relate-save')) as HTMLButtonElement).disabled).toBe(true);
  await user.type(await id('relate-code'), 'SANAQW1:somebody');
  await user.click(await id('relate-save'));
  expect(await screen.findByText(/no code of another/)).toBeTruthy();
  await user.clear(await id('relate-code'));
  await user.type(await id('relate-code'), `SANAQW1:${'0'.repeat(28)}3f2a:17`);
  await user.click(await id('relate-save'));
  expect(await text('related-3F2A-17')).toContain('One after the other');
  expect(screen.queryByTestId('relation')).toBeNull();
});

test('a wrong station is mended by moving the visit', async () => {
  const backend = core('day');
  const user = await opened(backend, 'moved');
  await user.click(await id('moved-to- typed'));
  await user.type(await id('moved-code'), '1899');
  await user.click(await id('moved-save'));
  await waitFor(() => expect(backend.day.visit?.station.code).toBe('1899'));
  expect(backend.day.taps).toHaveLength(96);
});

test('a typed station with a name is added before the arrival', async () => {
  const backend = core('station-typed');
  route.go('now', true);
  const user = userEvent.setup();
  render(App, { backend });
  await user.type(await id('station-code'), '99');
  await user.type(await id('station-name'), 'Mektep');
  await user.click(await id('arrive'));
  await waitFor(() => expect(backend.day.visit?.station.name).toBe('Mektep'));
  const kinds = backend.commands.slice(-2).map(({ kind }) => kind);
  expect(kinds).toEqual(['add_station', 'arrive']);
});

test('a noted figure is withdrawn and stays in the list', async () => {
  const backend = core('day');
  route.go('notes/turnout', true);
  const user = userEvent.setup();
  render(App, { backend });
  await user.click(await id('amend-400'));
  await user.click(await id('turnout-amend-reason-withdrawn'));
  await user.type(await id('amend-words'), ' the chair denies it ');
  await user.click(await id('amend-save'));
  expect(await screen.findByText('does not stand any more')).toBeTruthy();
  expect(did(backend, 'amend_turnout')[0]).toMatchObject({
    reason: 'withdrawn',
    text: 'the chair denies it',
  });
  expect(await text('turnout-400')).toContain('noted first: 612');
});
