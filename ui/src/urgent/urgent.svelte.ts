// What cannot wait. One press is one command; the answer is shown as it comes, and nothing here
// says *sent* before the core does.
import type { Command, OverWord, UrgentView, UrgentWhat } from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from '../backend/backend';
import { Queue } from '../backend/queue';
import { since, type Touch } from '../shared/touch';

export class UrgentState {
  list = $state<UrgentView[]>([]);
  refusal = $state<Refusal | null>(null);
  busy = $state(false);
  /** Alarms that became durable since the page was opened. */
  raised = $state(0);

  readonly #backend: Backend;
  readonly #queue = new Queue();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Alarms nobody ended. */
  get standing(): UrgentView[] {
    return this.list.filter((one) => one.over === null);
  }

  async refresh(): Promise<void> {
    await this.#queue.run(async () => {
      try {
        this.list = expect(await this.#backend.query({ kind: 'urgent' }), 'urgent').list;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }

  danger = (touch: Touch) =>
    this.#raise(() => ({ kind: 'report_danger', since_touch_ms: since(touch) }));

  removed = (touch: Touch) =>
    this.#raise(() => ({ kind: 'report_removed', since_touch_ms: since(touch) }));

  tell = (event: number, what: UrgentWhat, text: string, touch: Touch) =>
    this.#run(() => ({ kind: 'tell_urgent', event, what, text, since_touch_ms: since(touch) }));

  end = (event: number, word: OverWord, touch: Touch) =>
    this.#run(() => ({ kind: 'end_urgent', event, word, since_touch_ms: since(touch) }));

  async #raise(command: () => Command): Promise<boolean> {
    const done = await this.#run(command);
    if (done) this.raised += 1;
    return done;
  }

  async #run(command: () => Command): Promise<boolean> {
    return this.#queue.run(async () => {
      this.busy = true;
      this.refusal = null;
      try {
        this.list = expect(await this.#backend.execute(command()), 'urgent').list;
        return true;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
        return false;
      } finally {
        this.busy = false;
      }
    });
  }
}
