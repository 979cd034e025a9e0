// What lies where. Sending is the core's affair; this only asks and says "now".
import type { AlarmView, DeliveryView } from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from '../backend/backend';
import { Queue } from '../backend/queue';

export class DeliveryState {
  view = $state<DeliveryView | null>(null);
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
        this.view = expect(await this.#backend.query({ kind: 'delivery' }), 'delivery').view;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }

  /** The person has read it. */
  async closeAlarm({ alarm, page }: AlarmView): Promise<void> {
    await this.#queue.run(async () => {
      try {
        const reply = await this.#backend.execute({ kind: 'close_alarm', alarm, page });
        this.view = expect(reply, 'delivery').view;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }

  async send(): Promise<void> {
    await this.#queue.run(async () => {
      this.busy = true;
      this.refusal = null;
      try {
        this.view = expect(await this.#backend.execute({ kind: 'send_now' }), 'delivery').view;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      } finally {
        this.busy = false;
      }
    });
  }
}
