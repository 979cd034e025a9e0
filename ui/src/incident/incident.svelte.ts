// Marks, incidents and complaints as the core tells them. A mark is answered at once (`pending`)
// and called marked only when it is durable. What is half typed is kept here by its mark until the
// report is recorded: the mark itself waits on "Now", whatever becomes of this page.
import type {
  ComplaintAnswerInput,
  ComplaintInput,
  IncidentAmendReason,
  IncidentDeed,
  IncidentInput,
  MomentEnd,
} from '../bindings/app';
import type { Backend } from '../backend/backend';
import { Told } from '../backend/told.svelte';
import { since, type Touch } from '../shared/touch';

/** Milliseconds a finger feels after the write. */
const buzz_ms = 18;

export class IncidentState extends Told<'incidents'> {
  /** Marks whose event is not durable yet. */
  pending = $state(0);
  /** The newest mark, while its kind can still be told. */
  marked = $state<number | null>(null);
  /** Half-typed reports by mark. */
  readonly drafts = new Map<number, IncidentInput>();

  constructor(backend: Backend) {
    super(backend, 'incidents');
  }

  async mark(touch: Touch): Promise<number | null> {
    this.pending += 1;
    const done = await this.#tell({ kind: 'mark_moment', mark: null, incident_kind: null }, touch);
    this.pending -= 1;
    if (!done) return null;
    globalThis.navigator?.vibrate?.(buzz_ms);
    this.marked = this.view?.made ?? null;
    return this.marked;
  }

  /** What the mark just made was. */
  async tellKind(incident_kind: number, touch: Touch): Promise<void> {
    const mark = this.marked;
    if (mark === null) return;
    if (await this.#tell({ kind: 'mark_moment', mark, incident_kind }, touch)) this.marked = null;
  }

  finish = (mark: number, end: MomentEnd, touch: Touch) =>
    this.#tell({ kind: 'finish_moment', mark, end }, touch);

  async report(mark: number | null, told: IncidentInput, touch: Touch): Promise<number | null> {
    if (!(await this.#tell({ kind: 'report', mark, told }, touch))) return null;
    if (mark !== null) this.drafts.delete(mark);
    return this.view?.made ?? null;
  }

  amend = (
    incident: number,
    told: IncidentInput,
    reason: IncidentAmendReason,
    words: string,
    touch: Touch,
  ) => this.#tell({ kind: 'amend', incident, told, reason, words }, touch);

  complain = (step: ComplaintInput, touch: Touch) =>
    this.#tell({ kind: 'complain', step }, touch);

  answerComplaint = (answer: ComplaintAnswerInput, touch: Touch) =>
    this.#tell({ kind: 'answer_complaint', answer }, touch);

  answer = (follow_up: number, text: string, touch: Touch) =>
    this.#tell({ kind: 'answer_follow_up', follow_up, text }, touch);

  #tell(deed: IncidentDeed, touch: Touch): Promise<boolean> {
    return this.run(() => ({ kind: 'tell_incident', deed, since_touch_ms: since(touch) }));
  }
}
