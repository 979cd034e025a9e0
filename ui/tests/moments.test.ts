import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../src/views/app/App.svelte';
import { route } from '../src/views/app/route.svelte';
import { core } from './support';

const id = (name: string) => screen.findByTestId(name);

async function at(place: string, scene = 'day') {
  const backend = core(scene);
  route.go(place, true);
  render(App, { backend });
  return backend;
}

const type = async (name: string, value: string) =>
  fireEvent.input(await id(name), { target: { value } });

test('a press is called marked only when it is durable, and the count is not left', async () => {
  const backend = await at('count');
  const release = backend.stall();
  await fireEvent.click(await id('mark-moment'));
  await waitFor(async () => {
    expect((await id('mark-moment')).getAttribute('aria-busy')).toBe('true');
  });
  expect(screen.queryByTestId('marked')).toBeNull();
  release();
  expect(await id('marked')).toBeTruthy();
  expect(screen.getByTestId('counter')).toBeTruthy();
  await fireEvent.click(await id('mark-kind-2'));
  await waitFor(() => expect(backend.incidents.view.marks[0]?.incident_kind).toBe(2));
  await waitFor(() => expect(screen.queryByTestId('marked')).toBeNull());
});

test('a mark the core refused is not called marked', async () => {
  const backend = await at('count');
  await id('mark-moment');
  backend.refuseNext({ kind: 'disk_full' });
  await fireEvent.click(await id('mark-moment'));
  expect(await id('mark-error')).toBeTruthy();
  expect(screen.queryByTestId('marked')).toBeNull();
});

test('covered a mark works and nothing of it can be read', async () => {
  const backend = await at('count', 'covered');
  await fireEvent.click(await id('mark-moment'));
  expect(await id('marked')).toBeTruthy();
  expect(backend.incidents.view.marks).toHaveLength(1);
});

test('a mark waits on "now", becomes an incident and is amended with every word kept', async () => {
  const backend = await at('count');
  await fireEvent.click(await id('mark-moment'));
  await id('marked');
  route.go('now', true);
  const { mark } = backend.incidents.view.marks[0] ?? { mark: 0 };
  await fireEvent.click(await id(`now-mark-${mark}`));
  await fireEvent.click(await id('incident-kind-2'));
  await type('incident-text', 'the curtain was drawn');
  // Half typed and left: the words are still there, and the mark still waits.
  route.go('now', true);
  await fireEvent.click(await id(`now-mark-${mark}`));
  const field = (await id('incident-text')) as HTMLTextAreaElement;
  expect(field.value).toBe('the curtain was drawn');
  expect(backend.incidents.view.incidents).toHaveLength(0);
  await fireEvent.click(await id('incident-save'));
  await waitFor(() => expect(backend.incidents.view.incidents).toHaveLength(1));
  const { incident, now } = backend.incidents.view.incidents[0] ?? { incident: 0 };
  expect(now?.told.gravity).toBe('grave');
  expect(backend.incidents.view.marks).toHaveLength(0);
  await fireEvent.click(await id('amend'));
  await fireEvent.click(await id('amend-reason-corrected'));
  const form = (await screen.findAllByTestId('incident-text')).at(-1) as HTMLTextAreaElement;
  await fireEvent.input(form, { target: { value: 'half of it was drawn' } });
  await fireEvent.click(await id('incident-save'));
  const before = await id('before');
  expect(before.textContent).toContain('the curtain was drawn');
  expect((await id(`incident-${incident}`)).textContent).toContain('half of it was drawn');
});

test('a mark may be nothing to report', async () => {
  const backend = await at('incidents');
  await fireEvent.click(await id('incident-add'));
  await fireEvent.click(await id('mark-nothing'));
  await waitFor(() => expect(backend.incidents.view.marks).toHaveLength(0));
  expect(backend.incidents.view.incidents).toHaveLength(0);
});

test('a question of headquarters waits on "now" until it is answered', async () => {
  const backend = core('day');
  const told = {
    incident_kind: 1,
    gravity: 'serious' as const,
    from: '10:00',
    to: null,
    occurs: 'once' as const,
    known: 'seen_myself' as const,
    told_by: '',
    affected: null,
    told_to: null,
    their_answer: '',
    text: 'leaflets',
  };
  backend.incidents.tell({ kind: 'report', mark: null, told }, 77, '204', '2026-12-06T10:05:00');
  backend.incidents.ask(77, 'Where exactly?', '2026-12-06T10:20:00');
  route.go('now', true);
  render(App, { backend });
  const step = await id('now-follow-up-1');
  expect(step.textContent).toContain('Where exactly?');
  await fireEvent.click(step);
  await type('answer-1', 'at the door');
  await fireEvent.click(await id('answer-send-1'));
  await waitFor(async () => {
    expect((await id('follow-up-1')).textContent).toContain('at the door');
  });
  route.go('now', true);
  await id('schedule');
  expect(screen.queryByTestId('now-follow-up-1')).toBeNull();
});

test('a complaint takes its steps and none is lost', async () => {
  const backend = await at('incidents');
  await fireEvent.click(await id('complaint-add'));
  await type('complaint-text', 'no view of the count');
  await fireEvent.click(await id('complaint-save'));
  await waitFor(() => expect(backend.incidents.view.complaints).toHaveLength(1));
  const { complaint } = backend.incidents.view.complaints[0] ?? { complaint: 0 };
  await fireEvent.click(await id(`complaint-step-${complaint}`));
  await fireEvent.click(await id('complaint-stage-rejected'));
  await fireEvent.click(await id('complaint-save'));
  const card = await id(`complaint-${complaint}`);
  await waitFor(() => expect(card.textContent).toContain('rejected'));
  expect(card.textContent).toContain('no view of the count');
});

const kept = async (how = 'kept') =>
  waitFor(async () => expect((await id('draft-kept')).dataset['keeping']).toBe(how));

test('a half-typed report is kept on the phone, says so, and is there after a kill', async () => {
  const backend = await at('incidents');
  await fireEvent.click(await id('incident-add'));
  await kept('nothing');
  await type('incident-text', 'the curt');
  await type('incident-text', 'the curtain');
  await kept();
  expect(backend.commands.filter(({ kind }) => kind === 'keep_draft')).toHaveLength(1);
  cleanup();
  render(App, { backend });
  const field = (await id('incident-text')) as HTMLTextAreaElement;
  expect(field.value).toBe('the curtain');
  expect(backend.incidents.view.incidents).toHaveLength(0);
  await fireEvent.click(await id('incident-save'));
  await waitFor(() => expect(backend.incidents.view.incidents).toHaveLength(1));
  expect(backend.incidents.view.drafts).toHaveLength(0);
});

test('words that could not be kept are not called kept', async () => {
  const backend = await at('incidents');
  await fireEvent.click(await id('incident-add'));
  await id('incident-text');
  backend.refuseNext({ kind: 'disk_full' });
  await type('incident-text', 'the curtain');
  expect(await id('draft-failed')).toBeTruthy();
  expect(screen.queryByTestId('draft-kept')).toBeNull();
  await type('incident-text', 'the curtain was');
  await kept();
});

test('a half-typed complaint waits until it is written or thrown away', async () => {
  const backend = await at('incidents');
  await fireEvent.click(await id('complaint-add'));
  await fireEvent.click(await id('complaint-to-court'));
  await type('complaint-text', 'no view');
  await kept();
  cleanup();
  render(App, { backend });
  await waitFor(async () => {
    expect((await id('complaint-add')).textContent).toContain('begun');
  });
  await fireEvent.click(await id('complaint-add'));
  const field = () => screen.getByTestId('complaint-text') as HTMLTextAreaElement;
  await waitFor(() => expect(field().value).toBe('no view'));
  await fireEvent.click(await id('draft-throw'));
  await waitFor(() => expect(field().value).toBe(''));
  expect(backend.incidents.view.drafts).toHaveLength(0);
  await type('complaint-text', 'the box was open');
  await fireEvent.click(await id('complaint-save'));
  await waitFor(() => expect(backend.incidents.view.complaints).toHaveLength(1));
  expect(backend.incidents.view.drafts).toHaveLength(0);
});
