// Questions of every kind for the tests, and a way to go through a page as a keyboard does.
import { render } from '@testing-library/svelte';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ChoiceView, Command, Given, ItemShape, ItemView } from '../src/bindings/app';
import Question from '../src/checklist/Question.svelte';
import { ChecklistState } from '../src/checklist/checklist.svelte';
import { core } from './support';

/** A text that is the same in each language of the interface. */
export const label = (text: string) => ({ kk: text, ru: text, en: text });

/** A choice by number and name, labelled by its name. */
export const choice = (number: number, name: string): ChoiceView => ({
  choice: number,
  name,
  label: label(name),
  offered: true,
});

/** A question at the top of a form. */
export function item(shape: ItemShape, more: Partial<ItemView> = {}): ItemView {
  return {
    number: 10,
    path: [],
    name: 'asked',
    shape,
    group: null,
    label: label('Asked'),
    hint: label('As it was seen'),
    guidance: {},
    relevant: true,
    required: false,
    required_message: {},
    read_only: false,
    constraint: { kind: 'satisfied' },
    given: { kind: 'empty' },
    seen_at: null,
    written_at: null,
    ...more,
  };
}

/** Draws one question over a fake core whose form is this question. */
export async function ask(question: ItemView) {
  const backend = core('arrived');
  backend.sheet.items = [question];
  const checklist = new ChecklistState(backend);
  await checklist.show(1, 1);
  const drawn = render(Question, { item: question, checklist });
  const given = (): Given[] =>
    backend.commands
      .filter((one): one is Extract<Command, { kind: 'answer' }> => one.kind === 'answer')
      .map((one) => one.given);
  return { ...drawn, user: userEvent.setup(), given };
}

/** Goes on with the tabulator until this element has the focus; fails where it never comes. */
export async function tabTo(user: UserEvent, wanted: HTMLElement): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    if (document.activeElement === wanted) return;
    await user.tab();
  }
  throw new Error(`no key leads to ${wanted.outerHTML}`);
}
