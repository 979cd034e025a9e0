// The station's log.
import type { LogKind, LogView } from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from '../backend/backend';
import { Queue } from '../backend/queue';
import { since, type Touch } from '../shared/touch';

export class LogState {
  list = $state<LogView[] | null>(null);
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
        this.list = expect(await this.#backend.query({ kind: 'log' }), 'log').list;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }

  async write(about: LogKind, text: string, seenAt: string | null, touch: Touch): Promise<boolean> {
    return this.#queue.run(async () => {
      this.busy = true;
      this.refusal = null;
      try {
        const reply = await this.#backend.execute({
          kind: 'log_entry',
          about,
          text,
          seen_at: seenAt,
          since_touch_ms: since(touch),
        });
        this.list = expect(reply, 'log').list;
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
