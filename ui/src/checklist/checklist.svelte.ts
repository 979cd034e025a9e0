// Checklists. The core judges relevance, requirement and constraint; an answer is written as it is
// given and gets its tick when the core says that it is durable.
import { SvelteMap } from 'svelte/reactivity';
import type {
  ChecklistChange,
  ChecklistSummary,
  ChecklistView,
  Given,
  ItemView,
} from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from '../backend/backend';
import { Queue } from '../backend/queue';
import { since, type Touch } from '../shared/touch';

/** Where a question stands: its number, and the round of each repeat around it. */
export type Place = Pick<ItemView, 'number' | 'path'>;

export class ChecklistState {
  list = $state<ChecklistSummary[] | null>(null);
  open = $state<ChecklistView | null>(null);
  refusal = $state<Refusal | null>(null);
  /** Answers on their way, by their question's key. */
  readonly writing = new SvelteMap<string, number>();
  /** Answers the core refused, by their question's key. */
  readonly refused = new SvelteMap<string, Refusal>();
  /** Why a round, finishing or opening again was refused last. */
  changeRefused = $state<Refusal | null>(null);
  /** The language that checklists are read in where their forms have it; none is chosen yet. */
  readIn = $state<string | null>(null);

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
    this.changeRefused = null;
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
  async answer(place: Place, given: Given, seenAt: string | null, touch: Touch): Promise<void> {
    const summary = this.open?.summary;
    if (!summary) return;
    const key = keyOf(place);
    this.refused.delete(key);
    this.writing.set(key, (this.writing.get(key) ?? 0) + 1);
    await this.#queue.run(async () => {
      try {
        const reply = await this.#backend.execute({
          kind: 'answer',
          form: summary.form,
          instance: summary.instance,
          path: place.path,
          question: place.number,
          given,
          seen_at: seenAt,
          since_touch_ms: since(touch),
        });
        this.open = expect(reply, 'checklist').view;
      } catch (thrown) {
        this.refused.set(key, refusalOf(thrown));
      } finally {
        const left = (this.writing.get(key) ?? 1) - 1;
        if (left > 0) this.writing.set(key, left);
        else this.writing.delete(key);
      }
    });
  }

  /** Adds or takes out a round, finishes, opens again; whether it was done. */
  async change(change: ChecklistChange, touch: Touch): Promise<boolean> {
    const summary = this.open?.summary;
    if (!summary) return false;
    let done = false;
    await this.#queue.run(async () => {
      try {
        const reply = await this.#backend.execute({
          kind: 'change_checklist',
          form: summary.form,
          instance: summary.instance,
          change,
          since_touch_ms: since(touch),
        });
        this.open = expect(reply, 'checklist').view;
        this.changeRefused = null;
        done = true;
      } catch (thrown) {
        this.changeRefused = refusalOf(thrown);
      }
    });
    return done;
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

/** One key an item and round: `4` at the top, `4-2` in the second round of a repeat. */
export function keyOf(place: Place): string {
  return [place.number, ...place.path].join('-');
}

/** Whether an item takes an answer at all. */
export function isQuestion(item: ItemView): boolean {
  const { kind } = item.shape;
  return kind !== 'group' && kind !== 'note' && kind !== 'round' && kind !== 'add_round';
}

/** Whether a question waits for an answer: shown, takes one, and none is there. */
export function isOpen(item: ItemView): boolean {
  return item.relevant && !item.read_only && isQuestion(item) && item.given.kind === 'empty';
}
