// Marks, incidents and complaints of the fake core: kept in order, told again, never erased.
import type {
  Command,
  ComplaintView,
  DraftOf,
  FollowUpView,
  IncidentDeed,
  IncidentInput,
  IncidentsView,
  IncidentVersionView,
  LockState,
  NowView,
  Reply,
} from '../../bindings/app';
import { Refusal } from '../backend';
import type { FakeDay } from './day';

/** The form a deed ends. */
function written(deed: IncidentDeed): DraftOf | null {
  switch (deed.kind) {
    case 'report':
    case 'finish_moment':
      return deed.mark === null ? null : { kind: 'report', mark: deed.mark };
    case 'amend':
      return { kind: 'amendment', incident: deed.incident };
    case 'complain':
      return deed.step.complaint === null
        ? { kind: 'complaint', incident: deed.step.incident }
        : { kind: 'step', complaint: deed.step.complaint };
    case 'answer_complaint':
      return { kind: 'step', complaint: deed.answer.complaint };
    default:
      return null;
  }
}

export class FakeIncidents {
  readonly view: IncidentsView = {
    incidents: [],
    complaints: [],
    marks: [],
    kinds: [
      {
        number: 1,
        code: 'campaigning',
        names: { kk: 'Үгіт жүргізілді', ru: 'Агитация на участке', en: 'Campaigning' },
        gravity: 'serious',
        article: null,
      },
      {
        number: 2,
        code: 'no_view_of_count',
        names: {
          kk: 'Санауды көруге мүмкіндік берілмеді',
          ru: 'Подсчёт нельзя было видеть',
          en: 'The count could not be seen',
        },
        gravity: 'grave',
        article: 'ст. 20-1',
      },
    ],
    drafts: [],
    made: null,
  };

  /** What the core answers: everything, or while covered only what was made. */
  told(covered: boolean): IncidentsView {
    const { kinds, made } = this.view;
    if (!covered) return structuredClone(this.view);
    return structuredClone({ incidents: [], complaints: [], marks: [], kinds, drafts: [], made });
  }

  /** Does it, or refuses as the core would. */
  execute(deed: IncidentDeed, day: FakeDay, lock: LockState, wrote: () => void): Reply {
    const covered = lock.kind === 'covered';
    if (covered && deed.kind !== 'mark_moment') throw new Refusal({ kind: 'locked' });
    const code = day.visit?.station.code ?? '';
    if (!this.tell(deed, day.nextEvent(), code, day.now())) {
      throw new Refusal({ kind: 'no_such_incident' });
    }
    wrote();
    const of = written(deed);
    if (of) this.#drop(of);
    return { kind: 'incidents', view: this.told(covered) };
  }

  /** Keeps what is typed; no event. */
  keep({ of, typed }: Extract<Command, { kind: 'keep_draft' }>, lock: LockState): Reply {
    const waits = (mark: number) => this.view.marks.some((one) => one.mark === mark);
    if (typed && of.kind === 'report' && !waits(of.mark)) {
      throw new Refusal({ kind: 'no_such_incident' });
    }
    this.#drop(of);
    if (typed) this.view.drafts.push(structuredClone({ of, typed }));
    return { kind: 'incidents', view: this.told(lock.kind === 'covered') };
  }

  #drop(of: DraftOf): void {
    const { drafts } = this.view;
    const at = drafts.findIndex((one) => JSON.stringify(one.of) === JSON.stringify(of));
    if (at >= 0) drafts.splice(at, 1);
  }

  /** The schedule with what waits beside it. */
  now(schedule: NowView): NowView {
    const { marks, incidents } = this.told(false);
    const asked = incidents.flatMap(({ talk }) => talk);
    const follow_ups = asked.filter(({ answers }) => answers.length === 0);
    return { ...structuredClone(schedule), marks, follow_ups };
  }

  /** False if it names nothing there is. */
  tell(deed: IncidentDeed, event: number, code: string, at: string): boolean {
    const { view } = this;
    view.made = event;
    switch (deed.kind) {
      case 'mark_moment':
        return this.#mark(deed, event, code, at);
      case 'finish_moment':
        view.made = deed.mark;
        return this.#finish(deed.mark);
      case 'report':
        if (deed.mark !== null && !this.#finish(deed.mark)) return false;
        view.incidents.unshift({
          incident: event,
          station_code: code,
          now: this.#version(deed.told, at, null),
          before: [],
          withdrawn: false,
          statuses: [],
          talk: [],
          complaints: [],
        });
        return true;
      case 'amend': {
        const one = view.incidents.find(({ incident }) => incident === deed.incident);
        if (!one) return false;
        one.before.push(one.now);
        one.now = this.#version(deed.told, at, deed.reason);
        one.withdrawn = deed.reason === 'withdrawn';
        view.made = deed.incident;
        return true;
      }
      case 'complain':
      case 'answer_complaint':
        return this.#complain(deed, event, code, at);
      case 'answer_follow_up': {
        const all = [...view.incidents, ...view.complaints].flatMap(({ talk }) => talk);
        const asked = all.find(({ follow_up }) => follow_up === deed.follow_up);
        asked?.answers.push({ text: deed.text, at });
        return asked !== undefined;
      }
    }
  }

  /** Headquarters asks about an incident. */
  ask(incident: number, text: string, at: string): void {
    const one = this.view.incidents.find((known) => known.incident === incident);
    const asked: FollowUpView = {
      follow_up: 1,
      operator: 'Carol',
      text,
      asked_at: at,
      incident,
      complaint: null,
      answers: [],
    };
    one?.talk.push(asked);
  }

  #mark(
    deed: Extract<IncidentDeed, { kind: 'mark_moment' }>,
    event: number,
    code: string,
    at: string,
  ): boolean {
    const { marks, kinds } = this.view;
    const names = kinds.find(({ number }) => number === deed.incident_kind)?.names ?? {};
    const { incident_kind } = deed;
    if (deed.mark === null) {
      marks.unshift({ mark: event, at, station_code: code, names, incident_kind });
      return true;
    }
    this.view.made = deed.mark;
    const one = marks.find(({ mark }) => mark === deed.mark);
    if (one) Object.assign(one, { names, incident_kind });
    return one !== undefined;
  }

  #finish(mark: number): boolean {
    const at = this.view.marks.findIndex((one) => one.mark === mark);
    if (at < 0) return false;
    this.view.marks.splice(at, 1);
    return true;
  }

  #complain(
    deed: Extract<IncidentDeed, { kind: 'complain' | 'answer_complaint' }>,
    event: number,
    code: string,
    at: string,
  ): boolean {
    const told = deed.kind === 'complain' ? deed.step : deed.answer;
    const step: ComplaintView['steps'][number] = {
      stage: deed.kind === 'complain' ? deed.step.stage : null,
      decision: deed.kind === 'answer_complaint' ? deed.answer.decision : null,
      at,
      number: told.number,
      text: told.text,
    };
    const one = this.view.complaints.find(({ complaint }) => complaint === told.complaint);
    if (one) {
      one.steps.push(step);
      if (deed.kind === 'answer_complaint') one.decision = deed.answer.decision;
      else [one.stage, one.number] = [deed.step.stage, told.number || one.number];
      return true;
    }
    if (deed.kind === 'answer_complaint') return false;
    const { incident, to, stage } = deed.step;
    this.view.complaints.unshift({
      complaint: event,
      station_code: code,
      incident,
      to,
      stage,
      decision: null,
      number: told.number,
      steps: [step],
      talk: [],
    });
    const about = this.view.incidents.find((known) => known.incident === incident);
    about?.complaints.push(event);
    return true;
  }

  #version(
    told: IncidentInput,
    at: string,
    reason: IncidentVersionView['reason'],
  ): IncidentVersionView {
    const kind = this.view.kinds.find(({ number }) => number === told.incident_kind);
    const civil = (clock: string) => `${at.slice(0, 11)}${clock}:00`;
    return {
      told,
      names: kind?.names ?? {},
      article: kind?.article ?? null,
      from: civil(told.from),
      to: told.to === null ? null : civil(told.to),
      written_at: at,
      reason,
      words: '',
    };
  }
}
