// What stands beside the count: each command answers with all of it. An opened hour is asked for
// apart, since it may be long.
import type {
  Accompanied,
  AmendReason,
  CorrectionReason,
  CountMeanwhile,
  OpenedHourView,
  QuietAnswer,
  RegisterKind,
  RegisterSource,
  StretchStands,
  ViewOfPoint,
  WatchRelation,
} from '../bindings/app';
import { expect, refusalOf, type Backend } from '../backend/backend';
import { Told } from '../backend/told.svelte';
import { namesOf } from '../count/persons';
import { since, type Touch } from '../shared/touch';

export class BesideState extends Told<'beside'> {
  opened = $state<OpenedHourView | null>(null);
  readonly #asks: Backend;

  constructor(backend: Backend) {
    super(backend, 'beside');
    this.#asks = backend;
  }

  amend = (
    said: { from: string; to: string; stands: StretchStands; reason: AmendReason; text: string },
    touch: Touch,
  ) => this.run({ kind: 'amend_watch', ...said, since_touch_ms: since(touch) });

  explain = (event: number, answer: QuietAnswer, touch: Touch) =>
    this.run({ kind: 'explain_quiet', event, answer, since_touch_ms: since(touch) });

  correct = (
    said: { start: string; persons: number; reason: CorrectionReason; text: string },
    touch: Touch,
  ) => this.run({ kind: 'correct_hour', ...said, since_touch_ms: since(touch) });

  /** `other` is the code of one watch; empty: whoever else counts there. */
  relate = (relation: WatchRelation, other: string, touch: Touch) =>
    this.run({ kind: 'relate_watch', relation, other, since_touch_ms: since(touch) });

  boxOut = (
    trip: {
      name: string;
      applications: number | null;
      ballots: number | null;
      accompanied: Accompanied;
      meanwhile: CountMeanwhile;
    },
    touch: Touch,
  ) => this.run({ kind: 'start_box_trip', ...trip, text: '', since_touch_ms: since(touch) });

  boxBack = (
    back: {
      trip: number;
      voted: number | null;
      returned: number | null;
      accompanied: Accompanied;
    },
    touch: Touch,
  ) => this.run({ kind: 'end_box_trip', ...back, text: '', since_touch_ms: since(touch) });

  note = (
    figure: {
      what: RegisterKind;
      figure: number;
      as_of: string;
      contest: number | null;
      source: RegisterSource;
      told_by: string;
    },
    touch: Touch,
  ) => this.run({ kind: 'note_register', ...figure, since_touch_ms: since(touch) });

  /** Passes on the figure that was read. */
  handOver = (figure: number, touch: Touch) =>
    this.run({ kind: 'hand_over', figure, since_touch_ms: since(touch) });

  takeOver = (code: string, point: number, covers: string, view: ViewOfPoint, touch: Touch) =>
    this.run({
      kind: 'take_over',
      code,
      point,
      covers: namesOf(covers),
      view,
      since_touch_ms: since(touch),
    });

  giveBack = (event: number, touch: Touch) =>
    this.run({ kind: 'give_back', event, since_touch_ms: since(touch) });

  /** What a code says before anything is taken; none if it is no code. */
  async readCode(code: string): Promise<{ figure: number; at: string } | null> {
    this.refusal = null;
    try {
      return expect(await this.#asks.query({ kind: 'read_hand_over', code }), 'hand_over_read');
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      return null;
    }
  }

  async openHour(start: string): Promise<void> {
    this.opened = null;
    try {
      const reply = await this.#asks.query({ kind: 'opened_hour', start });
      this.opened = expect(reply, 'opened_hour').view;
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
    }
  }
}
