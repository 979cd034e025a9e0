// Checklists. The core judges relevance, requirement and constraint; an answer is written as it is
// given and gets its tick when the core says that it is durable.
import { SvelteMap } from 'svelte/reactivity';
import type { ChecklistSummary, ChecklistView, Given, ItemView } from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from '../backend/backend';
import { Queue } from '../backend/queue';
import { since, type Touch } from '../shared/touch';

export class ChecklistState {
  list = $state<ChecklistSummary[] | null>(null);
  open = $state<ChecklistView | null>(null);
  refusal = $state<Refusal | null>(null);
  /** Answers on their way, by question. */
  readonly writing = new SvelteMap<number, number>();
  /** Answers the core refused, by question. */
  readonly refused = new SvelteMap<number, Refusal>();

  readonly #backend: Backend;
  readonly #queue = new Queue();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async refresh(): Promise<void> {
    await this.#ask(async () => {
      const reply = await this.#backend.query({ kind: 'checklists' });
      this.list = expect(reply, 'checklists').list;
    });
  }

  async show(form: number, instance: number): Promise<void> {
    this.refused.clear();
    await this.#ask(async () => {
      const reply = await this.#backend.query({ kind: 'checklist', form, instance });
      this.open = expect(reply, 'checklist').view;
    });
  }

  /** Begins one more filling; gives its number, none if it was refused. */
  async begin(form: number): Promise<number | null> {
    let instance: number | null = null;
    await this.#ask(async () => {
      const reply = await this.#backend.execute({ kind: 'begin_checklist', form });
      this.open = expect(reply, 'checklist').view;
      instance = this.open.summary.instance;
    });
    return instance;
  }

  close(): void {
    this.open = null;
  }

  /** Gives an answer. `seenAt` is `HH:MM`, none means now. */
  async answer(question: number, given: Given, seenAt: string | null, touch: Touch): Promise<void> {
    const summary = this.open?.summary;
    if (!summary) return;
    this.refused.delete(question);
    this.writing.set(question, (this.writing.get(question) ?? 0) + 1);
    await this.#queue.run(async () => {
      try {
        const reply = await this.#backend.execute({
          kind: 'answer',
          form: summary.form,
          instance: summary.instance,
          question,
          given,
          seen_at: seenAt,
          since_touch_ms: since(touch),
        });
        this.open = expect(reply, 'checklist').view;
      } catch (thrown) {
        this.refused.set(question, refusalOf(thrown));
      } finally {
        const left = (this.writing.get(question) ?? 1) - 1;
        if (left > 0) this.writing.set(question, left);
        else this.writing.delete(question);
      }
    });
  }

  async #ask(task: () => Promise<void>): Promise<void> {
    await this.#queue.run(async () => {
      try {
        await task();
        this.refusal = null;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }
}

/** Whether a question waits for an answer: shown, takes one, and none is there. */
export function isOpen(item: ItemView): boolean {
  const { kind } = item.shape;
  return item.relevant && kind !== 'group' && kind !== 'note' && item.given.kind === 'empty';
}
