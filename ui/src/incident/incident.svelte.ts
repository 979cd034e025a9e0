// Marks, incidents and complaints as the core tells them. A mark is answered at once (`pending`)
// and called marked only when it is durable. What is half typed the core keeps on the phone, soon
// after the last key: it is there again after a kill, until its form is written or thrown away.
import type {
  ComplaintAnswerInput,
  ComplaintInput,
  DraftOf,
  IncidentAmendReason,
  IncidentDeed,
  IncidentInput,
  MomentEnd,
  Typed,
} from '../bindings/app';
import type { Backend, Refusal } from '../backend/backend';
import { Told } from '../backend/told.svelte';
import { since, type Touch } from '../shared/touch';

/** Milliseconds a finger feels after the write. */
const buzz_ms = 18;
/** Milliseconds of rest after a key until what is typed is kept. */
const rest_ms = 400;

interface Draft {
  of: DraftOf;
  typed: Typed | null;
}

/** One name a form. */
function nameOf(of: DraftOf): string {
  switch (of.kind) {
    case 'report':
      return `report ${of.mark}`;
    case 'amendment':
      return `amendment ${of.incident}`;
    case 'complaint':
      return `complaint ${of.incident ?? ''}`;
    case 'step':
      return `step ${of.complaint}`;
  }
}

/** The form a deed is the end of. */
function formOf(deed: IncidentDeed): DraftOf | null {
  switch (deed.kind) {
    case 'report':
      return deed.mark === null ? null : { kind: 'report', mark: deed.mark };
    case 'finish_moment':
      return { kind: 'report', mark: deed.mark };
    case 'amend':
      return { kind: 'amendment', incident: deed.incident };
    case 'complain': {
      const { complaint, incident } = deed.step;
      return complaint === null ? { kind: 'complaint', incident } : { kind: 'step', complaint };
    }
    case 'answer_complaint':
      return { kind: 'step', complaint: deed.answer.complaint };
    case 'mark_moment':
    case 'answer_follow_up':
      return null;
  }
}

export class IncidentState extends Told<'incidents'> {
  /** Marks whose event is not durable yet. */
  pending = $state(0);
  /** The newest mark, while its kind can still be told. */
  marked = $state<number | null>(null);
  /** How it stands with what is being typed; none before anything is. */
  keeping = $state<'soon' | 'kept' | Refusal | null>(null);
  /** Typed, and not kept yet. */
  readonly #typed = new Map<string, Draft>();
  #rest: ReturnType<typeof setTimeout> | undefined;

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
    const done = await this.#tell({ kind: 'report', mark, told }, touch);
    return done ? (this.view?.made ?? null) : null;
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

  /** What was typed into this form and not written. */
  draft(of: DraftOf): Typed | null {
    const name = nameOf(of);
    const waiting = this.#typed.get(name);
    if (waiting) return waiting.typed;
    return this.view?.drafts.find((one) => nameOf(one.of) === name)?.typed ?? null;
  }

  /** Something was typed; kept once the hand rests. */
  type(of: DraftOf, typed: Typed): void {
    this.#typed.set(nameOf(of), { of, typed });
    this.keeping = 'soon';
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.keep(), rest_ms);
  }

  async throwAway(of: DraftOf): Promise<void> {
    this.#typed.set(nameOf(of), { of, typed: null });
    await this.keep();
    this.keeping = null;
  }

  /** Keeps now what was typed: the form is left, or the app is. */
  async keep(): Promise<void> {
    clearTimeout(this.#rest);
    for (const [name, draft] of [...this.#typed]) {
      const still = () => this.#typed.get(name) === draft;
      const refused = await this.quietly(() => (still() ? { kind: 'keep_draft', ...draft } : null));
      if (!still()) continue;
      this.keeping = refused ?? 'kept';
      // On a full disk it is tried again with the next key; else there is nothing it belongs to.
      if (refused?.code.kind !== 'disk_full') this.#typed.delete(name);
    }
  }

  /** Tells it; what was typed in its form is written then, and not kept again behind it. */
  async #tell(deed: IncidentDeed, touch: Touch): Promise<boolean> {
    const of = formOf(deed);
    const name = of ? nameOf(of) : '';
    const typed = this.#typed.get(name);
    this.#typed.delete(name);
    const done = await this.run(() => ({
      kind: 'tell_incident',
      deed,
      since_touch_ms: since(touch),
    }));
    if (!done && typed?.typed && !this.#typed.has(name)) this.type(typed.of, typed.typed);
    if (done && of) this.keeping = null;
    return done;
  }
}
