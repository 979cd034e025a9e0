import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { FakeHeadquarters } from '../src/backend/fake-dashboard';
import { language } from '../src/shared/language.svelte';
import Dashboard from '../src/views/dashboard/Dashboard.svelte';

const id = (name: string) => screen.findByTestId(name);

beforeEach(() => {
  location.hash = '';
});

function inside(): FakeHeadquarters {
  const made = new FakeHeadquarters();
  made.signedIn = true;
  return made;
}

test('an incident says what, how grave, where, and how it is known', async () => {
  render(Dashboard, { headquarters: inside() });
  const panel = await id('incidents');
  expect(panel.textContent).toContain('1 open');
  expect(panel.textContent).toContain('Ballots put in in bundles');
  expect(panel.textContent).toContain('11:12–11:20');
  expect(panel.textContent).toContain('known: seen in part · people affected: 40');
  expect(panel.textContent).toContain('not yet looked at');
  expect(panel.querySelector('[data-gravity="grave"]')).toBeTruthy();
  expect(panel.querySelector('[data-withdrawn="true"]')?.textContent).toContain('withdrawn');
  expect((await id('complaints')).textContent).toMatch(/to the commission.*number 17/s);
});

test('what was told before stays, and opens with the incident', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('incident-210'));
  const history = await id('incident-history');
  expect(history.textContent).toContain('Somebody put several papers in.');
  expect(history.textContent).toContain('first report');
  expect(history.textContent).toContain('gravity: serious');
});

test('a question and its answer stand as a conversation', async () => {
  const made = inside();
  render(Dashboard, { headquarters: made });
  const user = userEvent.setup();
  await user.click(await id('incident-210'));
  await user.type(await id('incident-question'), 'Which desk?');
  await user.click(await id('incident-ask'));
  await waitFor(() =>
    expect(screen.getByTestId('incident-talk').textContent).toMatch(
      /carol asked.*Which desk\?.*not answered yet/s,
    ),
  );
  made.answers('Desk 2.');
  await waitFor(() =>
    expect(screen.getByTestId('incident-talk').textContent).toMatch(/answered.*Desk 2\./s),
  );
});

test('how an incident stands is decided by name and the decisions before it stay', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('incident-210'));
  for (const status of ['checking', 'confirmed']) {
    await user.selectOptions(await id('incident-status'), status);
    await user.click(await id('incident-decide'));
    await waitFor(() =>
      expect(screen.getByTestId('incident-statuses').querySelectorAll('li').length).toBe(
        status === 'checking' ? 1 : 2,
      ),
    );
  }
  const statuses = screen.getByTestId('incident-statuses');
  expect(statuses.textContent).toMatch(/being checked.*carol.*confirmed.*carol/s);
});

test('a marked moment says who, where, when, and whether an incident came of it', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  const panel = await id('marks');
  expect(panel.textContent).toContain('waiting: 1');
  const waits = await id('mark-301');
  expect(waits.dataset['waits']).toBe('true');
  expect(waits.textContent).toMatch(/12:20.*T-9.*базар жаны.*not on the list.*N1 · Alice/s);
  expect(waits.textContent).toContain('nothing is said of it yet');
  expect(waits.querySelector('button')).toBeNull();
  expect((await id('mark-205')).textContent).toContain('an incident was reported');
  await user.click(await id('mark-incident-205'));
  expect((await id('incident-history')).textContent).toContain('Somebody put several papers in.');
});

test('no mark is said in so many words, in every language', async () => {
  const none = inside();
  none.marks = [];
  render(Dashboard, { headquarters: none });
  const panel = await id('marks');
  const words = { en: 'No moment was marked.', ru: 'не отмечали', kk: 'Белгіленген сәт жоқ' };
  for (const [code, said] of Object.entries(words)) {
    language.choose(code as keyof typeof words);
    await waitFor(() => expect(panel.textContent).toContain(said));
  }
});

test('a complaint is a history of who, when and which number, up to the answer', async () => {
  render(Dashboard, { headquarters: inside() });
  const user = userEvent.setup();
  await user.click(await id('complaint-222'));
  const history = await id('complaint-history');
  const steps = [...history.querySelectorAll('li')].map((step) => step.textContent);
  expect(steps).toHaveLength(3);
  expect(steps[0]).toMatch(/2026-12-06 11:40 · N1 · Alice.*written/s);
  expect(steps[1]).toMatch(/11:52.*refused.*No\./s);
  expect(steps[2]).toMatch(/11:59.*their answer:.*rejected.*number 17-a/s);
  await user.click(await id('complaint-incident'));
  expect((await id('incident-history')).textContent).toContain('Somebody put several papers in.');
  expect(screen.queryByTestId('complaint-history')).toBeNull();
});

test('a complaint is asked about as an incident is, and the answer stands under it', async () => {
  const made = inside();
  render(Dashboard, { headquarters: made });
  const user = userEvent.setup();
  await user.click(await id('complaint-222'));
  expect((await id('complaint-talk')).textContent).toContain('Nothing was asked yet');
  await user.type(await id('complaint-question'), 'Who signed?');
  await user.click(await id('complaint-ask'));
  const talk = await id('complaint-talk');
  await waitFor(() => expect(talk.textContent).toMatch(/carol asked.*Who signed\?.*not answered/s));
  expect(screen.getByTestId('complaints').textContent).toContain('unanswered questions: 1');
  made.answers('The chair.', made.complained);
  await waitFor(() => expect(talk.textContent).toMatch(/answered.*The chair\./s));
});
