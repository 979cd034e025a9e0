import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { FakeHeadquarters, row } from '../src/backend/fake-dashboard';
import { OverviewState } from '../src/overview/overview.svelte';
import { whyNot } from '../src/overview/why';
import { detail } from '../src/stations/fields';
import { findingCodes } from '../src/stations/findings';
import Dashboard from '../src/views/dashboard/Dashboard.svelte';

const id = (name: string) => screen.findByTestId(name);

beforeEach(() => {
  location.hash = '';
});

function inside(stations = 60): FakeHeadquarters {
  const made = new FakeHeadquarters();
  made.signedIn = true;
  made.stations = stations;
  return made;
}

test('a wrong password says so and shows no figures', async () => {
  render(Dashboard, { headquarters: new FakeHeadquarters() });
  const user = userEvent.setup();
  await user.type(await id('login-name'), 'carol');
  await user.type(await id('login-password'), 'guess');
  await user.click(await id('login'));
  expect((await id('login-error')).textContent).toContain('Name or password is wrong');
  expect(screen.queryByTestId('figures')).toBeNull();
  await user.type(await id('login-password'), 'correct horse');
  await user.click(await id('login'));
  expect(await id('figures')).toBeTruthy();
});

test('practice stands on the dashboard too, on its table and on a station', async () => {
  const { unmount } = render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  expect(await id('practice')).toBeTruthy();
  await user.click(await id('station-1804'));
  await id('station-day');
  expect(await id('practice')).toBeTruthy();
  unmount();
  location.hash = '';
  const real = inside();
  real.practice = false;
  render(Dashboard, { headquarters: real });
  await id('figures');
  expect(screen.queryByTestId('practice')).toBeNull();
});

test('ten thousand stations are a page of a hundred, and one can be found', async () => {
  render(Dashboard, { headquarters: inside(10_000) });
  const user = userEvent.setup();
  await id('station-1801');
  expect(document.querySelectorAll('tbody tr')).toHaveLength(100);
  await user.click(await id('stations-next'));
  expect(await id('station-1901')).toBeTruthy();
  expect((await id('station-range')).textContent).toMatch(/101–200 of 10\D000/);
  await user.click(await id('station-search'));
  await user.paste('11799');
  expect(await id('station-11799')).toBeTruthy();
  await waitFor(() => expect(document.querySelectorAll('tbody tr')).toHaveLength(1));
});

test('an unwatched hour is unknown and holds no figure', async () => {
  render(Dashboard, { headquarters: inside() });
  const unknown = await waitFor(() => {
    const found = document.querySelector<HTMLElement>('td[data-state="unknown"]');
    if (!found) throw new Error('none yet');
    return found;
  });
  expect(unknown.textContent).toBe('?');
  const partly = document.querySelector<HTMLElement>('td[data-state="partly"]');
  expect(partly?.title).toMatch(/at least \d+, watched \d+ of \d+ minutes/);
});

test('stations counted at another kind of point are told beside the sum', async () => {
  render(Dashboard, { headquarters: inside() });
  expect((await id('figure-elsewhere')).textContent).toMatch(/not in the sum: 14$/);
});

test('a station opens down to its events and back', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('station-1804'));
  const day = await id('station-day');
  expect(day.textContent).toContain('Arrived at the station');
  expect(document.querySelectorAll('[data-testid="events"] tbody tr')).toHaveLength(3);
  await user.click(await id('events-taps'));
  expect(document.querySelectorAll('[data-testid="events"] tbody tr')).toHaveLength(93);
  await user.click(await id('station-back'));
  expect(await id('figures')).toBeTruthy();
});

test('many notices during an answer ask once more, not once each', async () => {
  const headquarters = inside();
  const asked = vi.spyOn(headquarters, 'overview');
  const overview = new OverviewState(headquarters);
  await overview.start();
  await vi.waitFor(() => expect(overview.view?.version).toBe(1));
  asked.mockClear();
  for (let notice = 0; notice < 5; notice += 1) headquarters.tell();
  await vi.waitFor(() => expect(overview.view?.version).toBe(6));
  expect(asked.mock.calls.length).toBeLessThanOrEqual(2);
});

test('a session that ended forgets what it showed', async () => {
  const headquarters = inside();
  const overview = new OverviewState(headquarters);
  await overview.start();
  await vi.waitFor(() => expect(overview.view).not.toBeNull());
  headquarters.signedIn = false;
  await overview.refresh();
  expect(overview.me).toBeNull();
  expect(overview.view).toBeNull();
  expect(overview.denied?.code).toBe('signed_out');
});

test('what cannot be compared says why', () => {
  const clean = { ...row(4), unwatched_minutes: 0 };
  expect(whyNot(clean)).toEqual([]);
  expect(whyNot({ ...clean, unwatched_minutes: 60 })).toEqual(['nobody watched for 60 minutes']);
  expect(whyNot({ ...clean, counted: null })).toEqual(['no count of our own']);
  expect(whyNot({ ...clean, announced: null })).toEqual([]);
});

test('codes of an event are said in words, unknown ones as they came', () => {
  const event = {
    ordinal: 1,
    page: 1,
    at: '',
    at_local: '',
    corrected: false,
    kind: 'watch_paused',
    kind_number: 4,
    fields: [
      { name: 'reason', value: 'box_trip' },
      { name: 'source', value: 'telepathy' },
      { name: 'novelty', value: '7' },
      { name: 'text', value: '' },
    ],
  };
  expect(detail(event)).toBe('reason With the mobile ballot box · source telepathy · novelty 7');
});

test('how pages came is told by way, and the lead by call-sign', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  const ways = await id('ways');
  expect(ways.textContent).toContain('straight from the devices');
  expect(ways.textContent).toMatch(/brought by the lead N3 · Carol\s+38 pages\s+of 6 devices/);
  expect(ways.textContent).toContain('in files');
  await user.click(await id('station-1804'));
  const came = await id('came');
  expect(came.textContent).toContain('pages 7–8: brought by the lead N3 · Carol, 12:20');
  expect(came.textContent).toContain('page 9: in files, 12:29');
});

test('pages only with a lead stand apart, by lead and by device', async () => {
  render(Dashboard, { headquarters: inside() });
  const leads = await id('with-leads');
  expect(leads.textContent).toContain('Delivery awaited: N3 · Carol');
  expect(leads.textContent).toContain('N1 · Alice: 2 pages');
  expect(leads.textContent).toContain('unknown device 77aa01c2: 1 page');
});

test('a notice says when it was read, and silence is not said to be unread', async () => {
  render(Dashboard, { headquarters: inside() });
  const notices = await id('notices');
  expect(notices.textContent).toContain('read 09:41');
  expect(notices.textContent).toContain('not known to be read');
  expect((await id('csv-pages')).getAttribute('href')).toBe('/api/export/pages.csv');
  expect((await id('csv-notices')).getAttribute('href')).toBe('/api/export/notices.csv');
});

test('the other branch of a fork is admitted by its first page, with a reason', async () => {
  const made = inside();
  render(Dashboard, { headquarters: made });
  const user = userEvent.setup();
  await user.click(await id('admit-5b1b3a86-0000-4000-8000-000000000001'));
  expect(screen.getByText(/From page 4 on these pages will count/)).toBeTruthy();
  await user.type(await id('admit-reason'), 'her own phone');
  await user.click(await id('admit-sure'));
  await waitFor(() => expect(made.admitted?.branch).toEqual({ page: 4, hash: '00'.repeat(32) }));
  expect(made.admitted?.reason).toBe('her own phone');
});

test('a page that waits is said to be not yet linked, and its events can be read', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  const panel = await id('quarantine');
  expect(panel.textContent).toContain('Not yet linked');
  expect(panel.textContent).toContain('Two continuations of one journal');
  const claim = (await id('foreign-claim')).textContent;
  expect(claim).toContain('Mallory');
  expect(claim).toContain('claims the journal that Alice writes');
  expect(claim).toContain('gave way');
  await user.click(await id('read-x'));
  expect((await id('events')).textContent).toContain('Turnout noted');
  expect(screen.getByText(/nothing shown here is in any figure/)).toBeTruthy();
});

test('stations with a figure of another thing are told beside the sum of one thing', async () => {
  render(Dashboard, { headquarters: inside() });
  expect((await id('figure-thing')).textContent).toContain('Ballots handed out');
  expect((await id('figure-other-things')).textContent).toContain('not added: 9');
  expect((await id('announced')).textContent).toMatch(/10:00\s+6\D120\s+Ballots handed out/);
});

test('an announced figure stands beside our own with both denominators', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('station-1805'));
  const against = await id('against');
  expect(against.textContent).toMatch(/a minute over \d+ unwatched minutes/);
  expect(against.textContent).toMatch(/18.4 % of 2\D100 on the imported list/);
});

test('a figure says what it is of, its contest, the mobile box and who told it', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('station-1804'));
  const of = (await id('figure-of')).textContent;
  expect(of).toContain('Ballots handed out · contest 2 · mobile box: No · chair');
});

test('tallies stand apart and hatched, doubtful minutes and points by themselves', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('station-1804'));
  expect((await id('tallies')).querySelector('.tally')?.textContent).toContain('+ 38');
  expect((await id('doubtful')).textContent).toContain('12');
  const points = await id('points');
  expect(points.textContent).toContain('The gate');
  expect((await id('tallied-1')).textContent).toContain('+ 38');
  expect(points.textContent).toContain('Different points are never added');
});

test('every finding of the domain is said in words', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('station-1804'));
  const panel = await id('findings');
  expect(panel.querySelectorAll('li')).toHaveLength(findingCodes.length);
  for (const code of findingCodes) {
    const line = (await id(`finding-${code}`)).textContent ?? '';
    expect(line).not.toContain(code);
    expect(line).not.toMatch(/undefined|\{/);
  }
  expect(panel.textContent).toContain('voted and brought back 38');
});

test('a figure opens down to its events, and what was taken back is not in its sum', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('station-1804'));
  await user.click(await id('open-1804-07'));
  expect((await id('counted-sum')).textContent).toContain('42 persons');
  const lines = (await id('counted-events')).querySelectorAll('tbody tr');
  expect(lines).toHaveLength(7);
  expect(lines[1]?.textContent).toContain('taken back');
});

test('marks and parallel counts are opened and not added', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('station-1804'));
  await user.click(await id('counted-point-1'));
  // One, forty at once, another one, and five who were told.
  expect((await id('counted-sum')).textContent).toContain('47 persons');
  const lines = (await id('counted-events')).querySelectorAll('tbody tr');
  expect(lines[4]?.textContent).toContain('of a person counted already');
  expect(lines[5]?.textContent).toContain('another watch leads');
  expect(lines[6]?.textContent).toMatch(/tally.*overlaps/s);
  expect(lines[7]?.textContent).toContain('taken over');
});

test('a tally kept over several hours is in none of them as a number', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('station-1804'));
  const cells = [...(await id('tallies')).querySelectorAll('.tally')].map((it) => it.textContent);
  expect(cells).toHaveLength(4);
  expect(cells[0]).toContain('+ 38');
  expect(cells[1]).toContain('kept over several hours');
  expect(cells[3]).toContain('not added');
  expect(cells.join(' ')).not.toContain('+ 0');
});

test('a station on no list has the name an observer gave it, marked, everywhere', async () => {
  render(Dashboard, { headquarters: inside() });
  for (const panel of ['incidents', 'latest']) {
    const added = (await id(panel)).querySelector('[data-testid="added-T-9"]');
    expect(added?.textContent).toMatch(/Киіз үй, базар жаны\s+\(not on the list\)/);
  }
  const listed = (await id('incidents')).querySelector('a[href="#/station/1804"]');
  expect(listed?.parentElement?.textContent).not.toContain('not on the list');
});

test('an address cut short is a station not found, and leads back', async () => {
  for (const cut of ['#/station/%', '#/station/%D0', '#/station/%zz']) {
    location.hash = cut;
    const { unmount } = render(Dashboard, { headquarters: inside() });
    expect((await id('overview-error')).textContent).toContain('Not found.');
    const back = await id('station-none-back');
    expect(back.getAttribute('href')).toBe('#/');
    unmount();
  }
});
