// Visits that were left: asked for where they are shown, and mended one at a time.
import type { EarlierView, Mend } from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from '../backend/backend';
import { Queue } from '../backend/queue';
import { since, type Touch } from '../shared/touch';

export class EarlierState {
  list = $state<EarlierView[]>([]);
  refusal = $state<Refusal | null>(null);
  busy = $state(false);

  readonly #backend: Backend;
  readonly #queue = new Queue();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async refresh(): Promise<void> {
    await this.#queue.run(async () => {
      try {
        this.list = expect(await this.#backend.query({ kind: 'earlier' }), 'earlier').list;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }

  /** False if it was refused. */
  async mend(visit: number, mend: Mend, touch: Touch): Promise<boolean> {
    return this.#queue.run(async () => {
      this.busy = true;
      this.refusal = null;
      try {
        const command = { kind: 'mend_visit', visit, mend, since_touch_ms: since(touch) } as const;
        this.list = expect(await this.#backend.execute(command), 'earlier').list;
        return true;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
        return false;
      } finally {
        this.busy = false;
      }
    });
  }

  settle(): void {
    this.refusal = null;
  }
}
