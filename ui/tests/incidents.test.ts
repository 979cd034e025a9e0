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
