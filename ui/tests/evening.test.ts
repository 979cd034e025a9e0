import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { relayCode } from '../src/backend/fake/evening';
import type { FakeCore } from '../src/backend/fake/core';
import App from '../src/views/app/App.svelte';
import { route } from '../src/views/app/route.svelte';
import { core } from './support';

function open(backend: FakeCore, place: string) {
  route.go(place, true);
  const user = userEvent.setup();
  render(App, { backend });
  return user;
}

const id = (name: string) => screen.findByTestId(name);
const gone = (name: string) => expect(screen.queryByTestId(name)).toBeNull();
const text = async (name: string) => (await id(name)).textContent?.replace(/\s+/g, ' ').trim();
/** The sheet that was closed has given the page back. */
const freed = () => waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));
const did = (backend: FakeCore, kind: string) =>
  backend.commands.filter((one) => one.kind === kind);

test('a lead collects without a visit and the Wi-Fi goes into the code', async () => {
  const backend = core('lead');
  const user = open(backend, 'now');
  await user.click(await id('nav-team'));
  expect(await screen.findByText(/Headquarters has not sent the team’s list yet/)).toBeTruthy();
  await user.type(await id('wifi-name'), ' Dala ');
  await user.type(await id('wifi-password'), 'tulip 1962');
  await user.click(await id('start-collecting'));
  const [sent] = did(backend, 'start_collecting');
  expect(sent).toEqual({
    kind: 'start_collecting',
    wifi_name: 'Dala',
    wifi_password: 'tulip 1962',
  });
  expect((await id('collect-qr')).getAttribute('role')).toBe('img');
  expect(await text('collect-code')).toBe(relayCode);
  expect(await text('collect-until')).toBe('20:54');
  await user.click(await id('stop-collecting'));
  await id('start-collecting');
  gone('collect-qr');
});

test('without a Wi-Fi name no password is sent', async () => {
  const backend = core('lead');
  const user = open(backend, 'team');
  expect((await id('wifi-password')).hasAttribute('disabled')).toBe(true);
  await user.click(await id('start-collecting'));
  const [sent] = did(backend, 'start_collecting');
  expect(sent).toMatchObject({ wifi_name: null, wifi_password: null });
});

test('an observer has no team screen', async () => {
  const backend = core('day');
  open(backend, 'team');
  await id('now-count');
  gone('nav-team');
  gone('team');
});

test('a device without a network is told what to do', async () => {
  const backend = core('lead');
  const user = open(backend, 'team');
  await id('start-collecting');
  backend.refuseNext({ kind: 'no_network_address' });
  await user.click(await id('start-collecting'));
  expect(await text('error')).toContain('Open a hotspot or join a Wi-Fi');
});

test('the code is copied as text, and a refusing clipboard is not called copied', async () => {
  const user = open(core('lead-collecting'), 'team');
  await user.click(await id('copy-code'));
  await waitFor(async () => expect((await id('copy-code')).dataset['state']).toBe('done'));
  expect(await navigator.clipboard.readText()).toBe(relayCode);
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
  await user.click(await id('copy-code'));
  await waitFor(async () => expect((await id('copy-code')).dataset['state']).toBe('failed'));
});

test('the list says who has come, who is missing, and what each device has where', async () => {
  open(core('lead-after'), 'team');
  expect(await text('team-come')).toBe('4 of 6 have come');
  expect((await id('member-B4')).dataset['state']).toBe('missing');
  expect(await text('member-B4')).toContain('has not come yet');
  expect(await text('member-B1')).toContain('12 pages are still to be sent on');
  expect(await text('status-B1')).toBe('result sheet copied');
  expect(await text('status-at-B2')).toBe('at 19:05');
  expect(screen.queryByTestId('status-at-B3')).toBeNull();
  expect(await text('member-B2')).toContain('forms may be old');
  expect(await text('member-B3')).toContain('all at headquarters');
  expect(await text('member-B5')).toContain('a second device on one invitation');
  expect(await text('member-m3q8')).toContain('not on the list');
});

test('one button sends all on, and the result of each device follows the core', async () => {
  const backend = core('lead-after');
  const user = open(backend, 'team');
  await user.click(await id('send-on'));
  expect(did(backend, 'send_on')).toHaveLength(1);
  expect((await id('send-on')).hasAttribute('disabled')).toBe(true);
  expect((await id('send-on-state')).dataset['unsent']).toBe('48');

  const { collect } = backend.evening;
  for (const one of collect.members) {
    if (one.result !== 'waiting') continue;
    Object.assign(one, { receipted: one.pages, unsent: 0, result: 'at_headquarters' });
  }
  collect.sending = false;
  backend.tell('collect');
  await waitFor(async () => expect(await text('member-B1')).toContain('all at headquarters'));
  expect(await text('send-on-state')).toContain('headquarters holds the pages of 1 device aside');
  expect((await id('send-on')).hasAttribute('disabled')).toBe(false);
});

test('how far sending on is shows while it runs', async () => {
  const backend = core('lead-after');
  const user = open(backend, 'team');
  await user.click(await id('send-on'));
  const bar = async (name: RegExp) => screen.findAllByLabelText(name);
  expect(await bar(/4 of 9 pages at headquarters/)).toHaveLength(1);
  const b2 = backend.evening.collect.members.find((one) => one.call_sign === 'B2');
  Object.assign(b2 ?? {}, { receipted: 7, unsent: 2 });
  backend.tell('collect');
  expect(await bar(/7 of 9 pages at headquarters/)).toHaveLength(1);
  expect((await id('send-on')).hasAttribute('disabled')).toBe(true);
});

test('a list that was wiped says so, and not that nobody came', async () => {
  const backend = core('lead-after');
  const { collect } = backend.evening;
  collect.wiped = '2026-12-06T23:40:00';
  collect.members = collect.members.filter((one) => one.state === 'missing');
  open(backend, 'team');
  expect(await text('member-B4')).toMatch(/not seen since the list was wiped \(.*23:40\)/);
  expect(await text('member-B4')).not.toContain('has not come yet');
  expect(await text('send-on-state')).toMatch(/went to headquarters, and the list was wiped/);
});

test('the header does not say that all is delivered while the team’s pages wait', async () => {
  const backend = core('lead-after');
  Object.assign(backend.delivery, { on_phone: 0, with_lead: 0 });
  const user = open(backend, 'now');
  const chip = await id('delivery-chip');
  expect(chip.textContent).toContain('team: 48 to send on');
  expect(chip.textContent).not.toContain('all at headquarters');
  await user.click(chip);
  await id('send-on');
  for (const one of backend.evening.collect.members) one.unsent = 0;
  backend.tell('session');
  await waitFor(async () =>
    expect((await id('delivery-chip')).textContent).toContain('all at headquarters'),
  );
});

test('every warning about a lead is in words, and the way to it is marked', async () => {
  const relayAlarms = [
    'relay_lost',
    'relay_wrong',
    'relay_silent',
    'relay_swapped',
    'relay_old',
    'held_by_lead',
    'receipt_overdue',
  ] as const;
  const backend = core('joined');
  backend.delivery.alarms = relayAlarms.map((alarm) => ({
    alarm,
    at: '2026-12-06T20:00:00',
    page: null,
    closable: true,
  }));
  const user = open(backend, 'now');
  await waitFor(async () => expect(await text('nav-delivery')).toContain('warnings: 7'));
  await user.click(await id('nav-delivery'));
  const words = await Promise.all(relayAlarms.map((name) => text(`delivery-alarm-${name}`)));
  expect(new Set(words).size).toBe(relayAlarms.length);
  expect(await text('delivery-alarm-relay_silent')).toContain('gave no word that it keeps them');
  await user.click(await id('alarm-close-relay_silent'));
  await waitFor(async () => expect(await text('nav-delivery')).toContain('warnings: 6'));
});

test('leads near by are looked for only while the sheet is open', async () => {
  const backend = core('announced');
  const user = open(backend, 'delivery');
  await id('relay-give');
  backend.tell('relays');
  await waitFor(() => expect(backend.evening.looks.length).toBeGreaterThan(1));
  expect(backend.evening.looks).not.toContain(true);
  await user.click(await id('relay-give'));
  await id('announced-k7f2');
  backend.tell('relays');
  await waitFor(() => expect(backend.evening.looks.filter(Boolean).length).toBeGreaterThan(1));
  await user.keyboard('{Escape}');
  await waitFor(() => gone('sheet-join'));
  await waitFor(() => expect(backend.evening.looks.at(-1)).toBe(false));
});

test('the list is kept when the lead ticks that on purpose', async () => {
  const backend = core('lead-after');
  const user = open(backend, 'team');
  await user.click(await id('keep-list'));
  expect(did(backend, 'keep_team_list')).toEqual([{ kind: 'keep_team_list', keep: true }]);
  await waitFor(async () =>
    expect((await id('keep-list')) as HTMLInputElement).toHaveProperty('checked', true),
  );
});

test('the middle place waits for a lead to be met, and its two words do not mix', async () => {
  const first = render(App, { backend: core('day') });
  route.go('delivery', true);
  await id('delivery-on-phone');
  gone('delivery-with-lead');
  gone('lead-promise');
  first.unmount();

  open(core('joined'), 'delivery');
  expect(await text('delivery-with-lead')).toBe('118');
  expect(await text('delivery-page-9')).toContain('with lead');
  expect(await text('delivery-page-9')).not.toContain('✓');
  expect(await text('lead-promise')).toContain('not headquarters’ receipt');
});

test('pasted text joins a lead; text that is no code says so and stays', async () => {
  const backend = core('day');
  const user = open(backend, 'delivery');
  await user.click(await id('relay-give'));
  await user.click(await id('relay-paste'));
  await user.type(await id('relay-code'), 'SANAQ1:nonsense');
  await user.click(await id('relay-join'));
  expect(await text('relay-error')).toContain('no team lead’s code');
  expect(await id('relay-code')).toHaveProperty('value', 'SANAQ1:nonsense');
  await user.clear(await id('relay-code'));
  await user.type(await id('relay-code'), relayCode);
  await user.click(await id('relay-join'));
  expect(await text('relay-card')).toContain('Team lead · k7f2');
  expect(await text('relay-card')).toContain('First join the Wi-Fi “Dala”');
  await waitFor(() => gone('sheet-join'));
});

test('an announced lead is joined by its handle', async () => {
  const backend = core('announced');
  const user = open(backend, 'delivery');
  await user.click(await id('relay-give'));
  await user.click(await id('announced-k7f2'));
  expect(did(backend, 'join_announced')).toEqual([{ kind: 'join_announced', relay: 'k7f2' }]);
  await id('relay-card');
});

test('a picture without a code is not sent anywhere', async () => {
  const backend = core('day');
  const user = open(backend, 'delivery');
  await user.click(await id('relay-give'));
  await user.upload(await id('relay-picture'), new File(['x'], 'a.png', { type: 'image/png' }));
  await id('relay-no-code');
  expect(did(backend, 'join_relay')).toHaveLength(0);
});

test('what is wrong with a lead’s device is said in words, and direct sending stays', async () => {
  const backend = core('joined');
  const { joined } = backend.evening.relays;
  if (joined) joined.outcome = 'not_trusted';
  open(backend, 'delivery');
  expect(await text('relay-outcome')).toContain('no team lead of this election');
  expect(await text('relay-outcome')).not.toContain('Nothing was handed over');
  expect((await id('delivery-send')).hasAttribute('disabled')).toBe(false);
});

test('leaving a lead brings the button back; what was handed over stays shown', async () => {
  const user = open(core('joined'), 'delivery');
  await user.click(await id('relay-leave'));
  await id('relay-give');
  expect(await text('delivery-with-lead')).toBe('118');
});

test('a word for the lead is chosen, and given back to the app', async () => {
  const backend = core('joined');
  const user = open(backend, 'delivery');
  expect(await text('relay-word')).toBe('counting');
  await user.click(await id('relay-say'));
  await user.click(await id('say-safe_home'));
  await waitFor(async () => expect(await text('relay-word')).toBe('safe at home'));
  await user.click(await id('say-auto'));
  await waitFor(async () => expect((await id('relay-word')).dataset['said']).toBe('false'));
  expect(did(backend, 'say_status').map((one) => 'word' in one && one.word)).toEqual([
    'safe_home',
    null,
  ]);
});

test('pages go out as a file, and a cancelled dialog claims nothing', async () => {
  const backend = core('day');
  const user = open(backend, 'delivery');
  backend.saving = 'cancelled';
  await user.click(await id('bundle-give'));
  await waitFor(() => expect(did(backend, 'export_bundle')).toHaveLength(1));
  gone('bundle-given');
  backend.saving = 'saved';
  await user.click(await id('bundle-give'));
  expect(await text('bundle-given')).toBe('Saved: 7c1d5a50-1.sanaq-bundle. 14 pages in it.');
  expect(backend.saved).toEqual(['7c1d5a50-1.sanaq-bundle']);
});

test('pages that had no room in the file are told', async () => {
  const backend = core('day');
  backend.evening.noRoom = 3;
  const user = open(backend, 'delivery');
  await user.click(await id('bundle-give'));
  expect(await text('bundle-left-out')).toContain('3 pages had no room');
  backend.evening.noRoom = 0;
  await user.click(await id('bundle-give'));
  await waitFor(() => gone('bundle-left-out'));
});

test('a disk that refuses the file says so', async () => {
  const backend = core('day');
  const user = open(backend, 'delivery');
  vi.spyOn(backend, 'save').mockRejectedValue(new Error('read-only'));
  await user.click(await id('bundle-give'));
  await id('bundle-unsaved');
  gone('bundle-given');
});

test('what a file held is spelled out, damage by place, and the answer goes back', async () => {
  const backend = core('lead-after');
  const user = open(backend, 'team');
  await user.upload(await id('bundle-take'), new File(['SANAQB1\n'], 'a.sanaq-bundle'));
  expect((await id('imported-new')).dataset['figure']).toBe('14');
  expect((await id('imported-held')).dataset['figure']).toBe('1');
  gone('imported-refused');
  expect(await text('imported-damaged')).toContain('the bytes were changed');
  await user.click(await id('bundle-answer'));
  await waitFor(() => expect(backend.saved).toEqual(['7c1d5a50-2.sanaq-bundle']));
});

test('an answer without room says for how many phones it lacks words', async () => {
  const backend = core('lead-after');
  Object.assign(backend.evening.imported.answer ?? {}, { left_out: 2 });
  const user = open(backend, 'team');
  await user.upload(await id('bundle-take'), new File(['SANAQB1\n'], 'a.sanaq-bundle'));
  expect(await text('answer-left-out')).toContain('For 2 phones');
});

test('the same file again says that nothing is new', async () => {
  const backend = core('day');
  Object.assign(backend.evening.imported, { new: 0, already: 14 });
  const user = open(backend, 'delivery');
  await user.upload(await id('bundle-take'), new File(['SANAQB1\n'], 'a.sanaq-bundle'));
  expect(await text('sheet-imported')).toContain('Nothing new');
});

test('a file that is none of ours is refused by word', async () => {
  const user = open(core('day'), 'delivery');
  await user.upload(await id('bundle-take'), new File(['PK'], 'a.sanaq-bundle'));
  expect(await text('bundle-error')).toContain('not a file of pages');
});

test('a notice waits first on "now" and is read once; changed stations stand below', async () => {
  const backend = core('told');
  const user = open(backend, 'now');
  expect(await text('open-notices')).toContain('1 new notice');
  expect(await text('nav-now')).toContain('1 new notice');
  await user.click(await id('open-notices'));
  expect((await id('notice-2')).dataset['read']).toBe('false');
  expect(await text('assignment-1805')).toContain('Station 1805 is yours now');
  expect(await text('assignment-1811')).toContain('no longer yours');
  await user.click(await id('notice-2'));
  expect(await text('sheet-notice')).toContain('Есептеу 20:30-да басталады');
  await user.click(await id('notice-close'));
  await waitFor(async () => expect((await id('notice-2')).dataset['read']).toBe('true'));
  await freed();
  await user.click(await id('notice-2'));
  await user.click(await id('notice-close'));
  expect(did(backend, 'read_notice')).toHaveLength(1);
});

test('a new notice is heard of without asking', async () => {
  const backend = core('day');
  open(backend, 'now');
  await id('now-count');
  gone('open-notices');
  backend.evening.notices = {
    notices: [{ notice: 1, text: 'x', sent_at: '2026-12-06T12:00:00', read_at: null }],
    assignments: [],
    unread: 1,
  };
  backend.tell('notices');
  expect(await text('open-notices')).toContain('1 new notice');
});
