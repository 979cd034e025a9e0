import { afterEach, expect, test, vi } from 'vitest';
import { SessionState } from '../src/session/session.svelte';
import { core } from './support';

afterEach(() => vi.useRealTimers());

test('an invitation file crosses the seam as base64', async () => {
  const backend = core('empty');
  const session = new SessionState(backend);
  expect(await session.readFile(new Blob(['SANAQ\u0001']))).toBe(true);
  expect(session.view?.invitation?.role).toBe('observer');
  expect(backend.commands[0]).toEqual({
    kind: 'read_invitation_file',
    base64: btoa('SANAQ\u0001'),
  });
});

test('a file that is no invitation is refused by code and nothing is open', async () => {
  const session = new SessionState(core('empty'));
  expect(await session.readFile(new Blob(['PK']))).toBe(false);
  expect(session.refusal?.code.kind).toBe('not_an_invitation');
  expect(session.busy).toBe(false);
});

test('the wait after wrong secrets is counted down for the eye', async () => {
  vi.useFakeTimers();
  const session = new SessionState(core('locked'));
  for (let wrong = 0; wrong < 3; wrong += 1) await session.unlock('x', 'nonsense');
  expect(session.wait_s).toBe(30);
  vi.advanceTimersByTime(10_000);
  expect(session.wait_s).toBe(20);
  vi.advanceTimersByTime(20_000);
  expect(session.wait_s).toBe(0);
});

test('the right secret opens, covering hides the visit', async () => {
  const backend = core('day');
  const session = new SessionState(backend);
  await session.cover();
  expect(session.view?.lock.kind).toBe('covered');
  expect(session.view?.visit).toBeNull();
  await session.unlock('x', 'correct horse');
  expect(session.view?.visit?.station.code).toBe('1804');
});

test('a lock with something real behind it does not call itself practice', async () => {
  const backend = core('locked');
  const session = new SessionState(backend);
  await session.refresh();
  expect(session.practice).toBe(true);
  const view = session.view;
  if (!view) throw new Error('a view was asked for');
  session.view = {
    ...view,
    enrolments: [
      ...view.enrolments,
      ...view.enrolments.map((one) => ({ ...one, practice: false })),
    ],
  };
  expect(session.practice).toBe(false);
});
