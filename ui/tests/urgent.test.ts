import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { FakeCore } from '../src/backend/fake/core';
import Urgent from '../src/overview/Urgent.svelte';
import App from '../src/views/app/App.svelte';
import { route } from '../src/views/app/route.svelte';
import { core } from './support';

const id = (name: string) => screen.findByTestId(name);
const alarms = (backend: FakeCore) =>
  backend.commands.filter(({ kind }) => kind.startsWith('report_')).map(({ kind }) => kind);

async function counting(scene = 'day') {
  const backend = core(scene);
  route.go('count', true);
  render(App, { backend });
  await id('counter');
  await fireEvent.click(await id('urgent'));
  return backend;
}

/** jsdom has no pointer events; a mouse event has the button that matters. */
const finger = (what: string) => new MouseEvent(what, { bubbles: true, cancelable: true });

/** A finger that stays so long. */
async function hold(button: HTMLElement, held_ms: number) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await fireEvent(button, finger('pointerdown'));
    vi.advanceTimersByTime(held_ms);
    await fireEvent(button, finger('pointerup'));
    await fireEvent.click(button);
  } finally {
    vi.useRealTimers();
  }
}

test('a touch raises no alarm, a held finger raises one', async () => {
  const backend = await counting();
  await hold(await id('hold-danger'), 300);
  expect(alarms(backend)).toEqual([]);
  await hold(await id('hold-danger'), 3000);
  expect(alarms(backend)).toEqual(['report_danger']);
  expect(await id('urgent-done')).toBeTruthy();
  expect(screen.getByTestId('counter')).toBeTruthy();
});

test('what cannot hold presses twice', async () => {
  const backend = await counting();
  const removed = await id('hold-removed');
  await fireEvent.click(removed);
  expect(alarms(backend)).toEqual([]);
  expect(removed.dataset['state']).toBe('armed');
  await fireEvent.click(removed);
  await waitFor(() => expect(alarms(backend)).toEqual(['report_removed']));
});

test('an alarm that the core refused is not called recorded', async () => {
  const backend = await counting();
  backend.refuseNext({ kind: 'disk_full' });
  await hold(await id('hold-danger'), 3000);
  await waitFor(() => expect(alarms(backend)).toHaveLength(1));
  expect(screen.queryByTestId('urgent-done')).toBeNull();
});

test('covered both alarms work and nothing can be read or ended', async () => {
  const backend = await counting();
  backend.lock = { kind: 'covered' };
  backend.tell('session');
  await id('uncover');
  if (!screen.queryByTestId('hold-danger')) await fireEvent.click(await id('urgent'));
  await hold(await id('hold-danger'), 3000);
  expect(await id('urgent-done')).toBeTruthy();
  expect(alarms(backend)).toEqual(['report_danger']);
  expect(document.querySelector('[data-testid^="tell-"]')).toBeNull();
  expect(document.querySelector('[data-testid^="end-"]')).toBeNull();
});

test('more is told and the alarm ended, and it stays in the list', async () => {
  const backend = await counting();
  await hold(await id('hold-removed'), 3000);
  const { event } = backend.urgent.list[0] ?? { event: 0 };
  await fireEvent.click(await id(`tell-${event}`));
  await fireEvent.click(await id('by-police'));
  await fireEvent.click(await id('tell-send'));
  await waitFor(() => expect(backend.urgent.list[0]?.what).toMatchObject({ by: 'police' }));
  await fireEvent.click(await id(`end-${event}`));
  await fireEvent.click(await id('over-back_inside'));
  await fireEvent.click(await id('over-sure'));
  const line = await id(`urgent-${event}`);
  await waitFor(() => expect(line.dataset['over']).toBe('true'));
});

test('headquarters sees what is not linked, and that it is over only as a claim', async () => {
  const one = {
    journal: 'a',
    event: 7,
    label: 'Alice',
    station: '204',
    added_name: '',
    kind: 'in_danger' as const,
    told: [{ name: 'danger', value: 'followed' }],
    at: '2026-12-06T07:00:00Z',
    at_local: '12:00',
    corrected: true,
    texts: ['a grey car'],
    linked: false,
    over: null,
  };
  const over = { word: 'safe_again', at_local: '12:30', text: '', linked: true };
  render(Urgent, { list: [one, { ...one, event: 8, linked: true, over }] });
  const [first, second] = await screen.findAllByTestId('urgent-in_danger');
  expect(first?.textContent).toContain('not yet linked');
  expect(first?.textContent).toContain('Being followed');
  expect(second?.textContent).toContain('Safe again');
  expect(second?.textContent).toContain('said by whoever held the phone');
});
