// Announced figures, and what the core asks when one is smaller than the last.
import type {
  AskedNext,
  Command,
  ContestView,
  TurnoutAmendReason,
  TurnoutInput,
  TurnoutView,
} from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from '../backend/backend';
import { Queue } from '../backend/queue';
import { since, type Touch } from '../shared/touch';

export class TurnoutState {
  list = $state<TurnoutView[] | null>(null);
  contests = $state<ContestView[]>([]);
  refusal = $state<Refusal | null>(null);
  ask = $state<AskedNext>('nothing');
  /** What was just noted, kept so that the question after it can be answered. */
  last = $state<TurnoutView | null>(null);
  busy = $state(false);

  readonly #backend: Backend;
  readonly #queue = new Queue();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async refresh(): Promise<void> {
    await this.#queue.run(async () => {
      try {
        const reply = expect(await this.#backend.query({ kind: 'turnouts' }), 'turnouts');
        this.list = reply.list;
        this.contests = reply.contests;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }

  note = (turnout: TurnoutInput, touch: Touch) =>
    this.#run(() => ({ kind: 'note_turnout', turnout, since_touch_ms: since(touch) }));

  /** Says a noted figure anew; the first one stays on record. */
  amend = (
    event: number,
    turnout: TurnoutInput,
    reason: TurnoutAmendReason,
    text: string,
    touch: Touch,
  ) =>
    this.#run(() => ({
      kind: 'amend_turnout',
      event,
      turnout,
      reason,
      text,
      since_touch_ms: since(touch),
    }));

  async #run(command: () => Command): Promise<boolean> {
    return this.#queue.run(async () => {
      this.busy = true;
      this.refusal = null;
      try {
        const noted = expect(await this.#backend.execute(command()), 'turnout_noted');
        this.list = noted.list;
        this.last = noted.list[0] ?? null;
        this.ask = noted.ask;
        return true;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
        return false;
      } finally {
        this.busy = false;
      }
    });
  }

  /** Closes the question that stood; what is recorded stays as it is. */
  settle(): void {
    this.ask = 'nothing';
    this.last = null;
  }
}
