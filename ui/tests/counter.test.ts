import { afterEach, expect, test, vi } from 'vitest';
import { CounterState } from '../src/count/counter.svelte';
import { core, settled } from './support';

afterEach(() => {
  Reflect.deleteProperty(navigator, 'vibrate');
});

const now = () => performance.now();

async function counting() {
  const backend = core('arrived');
  const counter = new CounterState(backend);
  await counter.refresh();
  await counter.startWatch(1, '1, 2', 'full', now());
  return { backend, counter };
}

test('a tap changes the number only when the core has answered', async () => {
  const { backend, counter } = await counting();
  const go = backend.stall();
  void counter.tap('screen', now());
  await settled();
  expect(counter.pending).toBe(1);
  expect(counter.touches).toBe(1);
  expect(counter.view?.hour.persons).toBe(0);
  go();
  await settled();
  expect(counter.pending).toBe(0);
  expect(counter.view?.hour.persons).toBe(1);
});

test('the phone buzzes only when the tap is durable', async () => {
  const vibrate = vi.fn(() => true);
  Object.defineProperty(navigator, 'vibrate', { value: vibrate, configurable: true });
  const { backend, counter } = await counting();
  const go = backend.stall();
  void counter.tap('screen', now());
  await settled();
  expect(vibrate).not.toHaveBeenCalled();
  go();
  await settled();
  expect(vibrate).toHaveBeenCalledTimes(1);
  backend.refuseNext({ kind: 'disk_full' });
  await counter.tap('screen', now());
  expect(vibrate).toHaveBeenCalledTimes(1);
});

test('a group is entered at once and undone at once', async () => {
  const { backend, counter } = await counting();
  await counter.countGroup(40, 'conscripts', null, now());
  expect(counter.view?.day_persons).toBe(40);
  await counter.undo(now());
  expect(counter.view?.day_persons).toBe(0);
  expect(backend.commands.filter((one) => one.kind === 'undo_count')).toHaveLength(1);
});

test('taps in a stall reach the core in order, each with the time since its touch', async () => {
  const { backend, counter } = await counting();
  const go = backend.stall();
  const touched = now() - 1500;
  void counter.tap('screen', touched);
  void counter.tap('key', touched - 500);
  await settled();
  const sent = () => backend.commands.filter((one) => one.kind === 'record_voter');
  expect(sent()).toHaveLength(1);
  go();
  await settled();
  expect(sent().map((one) => one.method)).toEqual(['screen', 'key']);
  expect(sent()[1]?.since_touch_ms).toBeGreaterThanOrEqual(2000);
  expect(counter.view?.day_persons).toBe(2);
});

test('a refused tap is named and the number stays', async () => {
  const { backend, counter } = await counting();
  await counter.tap('screen', now());
  backend.refuseNext({ kind: 'disk_full' });
  await counter.tap('screen', now());
  expect(counter.view?.hour.persons).toBe(1);
  expect(counter.lost).toBe(1);
  expect(counter.pending).toBe(0);
  expect(counter.refusal?.code.kind).toBe('disk_full');
});

test('undo waits for the taps before it and takes back the newest', async () => {
  const { backend, counter } = await counting();
  const go = backend.stall();
  void counter.tap('screen', now());
  void counter.tap('screen', now());
  void counter.undo(now());
  go();
  await settled();
  expect(counter.view?.hour.persons).toBe(1);
  const undone = backend.commands.find((one) => one.kind === 'undo_count');
  expect(undone?.event).toBe(4);
});

test('without a watch nothing is counted', async () => {
  const counter = new CounterState(core('arrived'));
  await counter.refresh();
  await counter.tap('screen', now());
  expect(counter.touches).toBe(0);
  expect(counter.view?.day_persons).toBe(0);
});

test('a category outside the count leaves the total alone', async () => {
  const { counter } = await counting();
  await counter.tap('screen', now(), 4);
  expect(counter.view?.day_persons).toBe(0);
  expect(counter.view?.day_outside).toBe(1);
});

test('box numbers are split where people split them', async () => {
  const { backend } = await counting();
  const started = backend.commands.find((one) => one.kind === 'start_watch');
  expect(started?.covers).toEqual(['1', '2']);
});
