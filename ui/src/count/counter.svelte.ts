// The counter. A touch is answered at once (`pending` grows, the ring shows); the figures come only
// from the core's reply, which it gives when the event is durable. Nothing here adds one by itself.
import type { Command, CountMethod, CounterView, GapChoice } from '../bindings/app';
import type { CameView, GroupKind, PauseReason, TallyInput } from '../bindings/app';
import type { ViewOfPoint } from '../bindings/app';
import { Refusal, expect, refusalOf, type Backend } from '../backend/backend';
import { Queue } from '../backend/queue';
import { since, type Touch } from '../shared/touch';
import { namesOf } from './persons';

/** Milliseconds a finger feels after the write. */
const buzz_ms = 18;

export class CounterState {
  view = $state<CounterView | null>(null);
  /** Touches whose event is not durable yet. */
  pending = $state(0);
  /** Touches the core refused since the person last looked at it. */
  lost = $state(0);
  refusal = $state<Refusal | null>(null);
  /** Grows with each touch: starts the ring anew. */
  touches = $state(0);
  /** Grows with each count taken back: said to screen readers. */
  undone = $state(0);
  busy = $state(false);

  readonly #backend: Backend;
  readonly #queue = new Queue();
  #refreshing = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get counting(): boolean {
    return this.view?.watch.kind === 'watching';
  }

  /** Asks anew, behind whatever is under way; asking twice at once asks once. */
  async refresh(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    await this.#queue.run(async () => {
      this.#refreshing = false;
      try {
        this.view = expect(await this.#backend.query({ kind: 'counter' }), 'counter').view;
      } catch (thrown) {
        const refusal = refusalOf(thrown);
        if (refusal.code.kind === 'no_visit' || refusal.code.kind === 'locked') this.view = null;
        else this.refusal = refusal;
      }
    });
  }

  /** Counts one person in `category`, the first one if none is named. */
  async tap(method: CountMethod, touch: Touch, category?: number): Promise<void> {
    const wanted = category ?? this.view?.categories[0]?.category;
    if (!this.counting || wanted === undefined) return;
    this.pending += 1;
    this.touches += 1;
    await this.#queue.run(async () => {
      try {
        await this.#execute({
          kind: 'record_voter',
          category: wanted,
          method,
          since_touch_ms: since(touch),
        });
        globalThis.navigator?.vibrate?.(buzz_ms);
      } catch (thrown) {
        this.lost += 1;
        this.refusal = refusalOf(thrown);
      } finally {
        this.pending -= 1;
      }
    });
  }

  /** Takes back the newest count that stands when its turn comes. */
  async undo(touch: Touch): Promise<void> {
    await this.#queue.run(async () => {
      const event = this.view?.undo?.event;
      if (event === undefined) return;
      try {
        await this.#execute({ kind: 'undo_count', event, since_touch_ms: since(touch) });
        this.undone += 1;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }

  startWatch = (point: number, covers: string, view: ViewOfPoint, touch: Touch) =>
    this.#step(() => ({
      kind: 'start_watch',
      point,
      covers: namesOf(covers),
      view,
      since_touch_ms: since(touch),
    }));

  pause = (reason: PauseReason, touch: Touch) =>
    this.#step(() => ({ kind: 'pause_watch', reason, since_touch_ms: since(touch) }));

  resume = (touch: Touch) =>
    this.#step(() => ({ kind: 'resume_watch', since_touch_ms: since(touch) }));

  end = (touch: Touch) => this.#step(() => ({ kind: 'end_watch', since_touch_ms: since(touch) }));

  answerGap = (choice: GapChoice, touch: Touch) =>
    this.#step(() => ({ kind: 'answer_gap', choice, since_touch_ms: since(touch) }));

  countGroup = (persons: number, group: GroupKind, came: CameView | null, touch: Touch) =>
    this.#step(() => ({
      kind: 'enter',
      entry: { kind: 'group', persons, group, came },
      since_touch_ms: since(touch),
    }));

  enterTally = (tally: TallyInput, touch: Touch) =>
    this.#step(() => ({
      kind: 'enter',
      entry: { kind: 'tally', tally },
      since_touch_ms: since(touch),
    }));

  undoTally = (event: number, touch: Touch) =>
    this.#step(() => ({ kind: 'undo_count', event, since_touch_ms: since(touch) }));

  stillWatching = () => this.#step(() => ({ kind: 'still_watching' }));

  settle(): void {
    this.refusal = null;
    this.lost = 0;
  }

  async #step(command: () => Command): Promise<boolean> {
    return this.#queue.run(async () => {
      this.busy = true;
      this.refusal = null;
      try {
        await this.#execute(command());
        return true;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
        return false;
      } finally {
        this.busy = false;
      }
    });
  }

  async #execute(command: Command): Promise<void> {
    this.view = expect(await this.#backend.execute(command), 'counter').view;
  }
}
