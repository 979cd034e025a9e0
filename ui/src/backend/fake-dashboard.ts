// The endpoint of tests and of the mock build: an invented afternoon, 10,000 stations if asked.
import type {
  Admit,
  Branch,
  ComplaintDetail,
  CountedEvents,
  DeviceDay,
  EventAt,
  HourCell,
  IncidentDetail,
  Me,
  NotYetLinked,
  Overview,
  QuestionRow,
  StationDay,
  StationRow,
  StatusWord,
} from '../bindings/dashboard';
import { events } from './fake/events';
import { countedAt, findings, points } from './fake/found';
import { complaint, someIncidents, someMarks } from './fake/incidents';
import { announced, evening, overdue, run } from './fake/panels';
import { tableOf } from './fake/table';
import { Denied, type Asked, type Headquarters } from './headquarters';

const hours = ['07', '08', '09', '10', '11', '12', '13', '14'];
const nowHour = 12;

function cell(index: number, hour: number, seed: number): HourCell {
  if (hour > nowHour) return { state: 'not_yet' };
  const of_minutes = hour === nowHour ? 31 : 60;
  if ((seed * 7 + index * 3) % 11 === 0) return { state: 'unknown' };
  const watched_minutes = (seed + index) % 9 === 0 ? Math.min(38, of_minutes) : of_minutes;
  return {
    state: 'counted',
    persons: 30 + ((seed * 13 + index * 17) % 70),
    watched_minutes,
    of_minutes,
  };
}

export function row(number: number): StationRow {
  const cells = hours.map((hour, index) => cell(index, Number(hour), number));
  let counted = 0;
  let unwatched = 0;
  for (const one of cells) {
    if (one.state === 'counted') {
      counted += one.persons;
      unwatched += one.of_minutes - one.watched_minutes;
    } else if (one.state === 'unknown') unwatched += 60;
  }
  const far = number % 5 === 0;
  return {
    code: String(1800 + number),
    name: ['№12 мектеп', 'Lyceum 4', 'Мәдениет үйі', 'Детский сад 9'][number % 4] ?? '',
    region: ['Алматы', 'Бостандық'],
    listed: number % 17 !== 3,
    registered: number % 6 === 1 ? null : 1400 + ((number * 37) % 1500),
    hours: cells,
    counted,
    floor: unwatched > 0,
    possible: counted + unwatched * 3,
    unwatched_minutes: unwatched,
    announced: {
      figure: far ? counted + 600 : counted + 13,
      as_of: '2026-12-06T07:00:00Z',
      as_of_local: '12:00',
      source: number % 2 === 0 ? 'observer' : 'headquarters',
      told_by: number % 2 === 0 ? 'chair' : '',
      what: 'ballots_issued',
      contest: number % 2 === 0 ? 2 : null,
      contest_names: {},
      mobile_box: number % 2 === 0 ? 'no' : '',
      comparable: number % 7 !== 2,
      falls: number % 13 === 5,
      against: {
        own: counted,
        unwatched_minutes: unwatched,
        at_most: far ? 600 : 13,
        rate_needed: far && unwatched > 0 ? (600 / unwatched).toFixed(1) : null,
      },
      share: number % 6 === 1 ? null : { percent: '18.4', of: 2100, said: 'imported' },
    },
    rate_needed: far && unwatched > 0 ? (600 / unwatched).toFixed(1) : null,
    devices: number % 8 === 4 ? 2 : 1,
    parallel: number % 8 === 4,
    forked: number === 7,
    incomplete: false,
    last_heard: '2026-12-06T07:29:00Z',
  };
}

const me: Me = {
  operator: 'carol',
  election: {
    id: '7c1d5a50-0000-4000-8000-000000000001',
    name: 'Early election, 6 December',
    practice: true,
    timezone: 'Asia/Almaty',
    days: [{ date: '2026-12-06', opens: '07:00', closes: '20:00' }],
    languages: ['kk', 'ru', 'en'],
    opens_pages: true,
  },
};

export class FakeHeadquarters implements Headquarters {
  signedIn = false;
  stations = 60;
  practice = true;
  version = 1;
  admitted: Admit | null = null;
  incidents = someIncidents();
  marks = someMarks();
  complained: ComplaintDetail = { row: { ...complaint }, talk: [] };
  #hears: ((version: number) => void)[] = [];

  #me(): Me {
    return { ...me, election: { ...me.election, practice: this.practice } };
  }

  tell(): void {
    this.version += 1;
    for (const hear of this.#hears) hear(this.version);
  }

  async login(name: string, password: string): Promise<Me> {
    await Promise.resolve();
    if (name !== 'carol' || password !== 'correct horse') throw new Denied('wrong_login');
    this.signedIn = true;
    return this.#me();
  }

  async logout(): Promise<void> {
    await Promise.resolve();
    this.signedIn = false;
  }

  async me(): Promise<Me> {
    await this.#check();
    return this.#me();
  }

  async overview(_day: string | null, asked: Asked): Promise<Overview> {
    await this.#check();
    const stations = Array.from({ length: this.stations }, (_, index) => row(index + 1));
    return {
      version: this.version,
      now: '2026-12-06T07:31:00Z',
      now_local: '2026-12-06 12:31',
      day: '2026-12-06',
      hours,
      figures: {
        reporting: 412,
        invited: 468,
        counted: 171306,
        counted_stations: 398,
        counted_elsewhere: 14,
        counted_is_floor: true,
        watched_minutes: 91_000,
        of_minutes: 100_000,
        announced: 248912,
        announced_what: 'ballots_issued',
        announced_stations: 371,
        announced_elsewhere: 9,
        stations_listed: 468,
        incomplete: false,
      },
      ...tableOf(stations, asked),
      not_reported: [
        {
          label: 'Bob',
          invitation: 'b',
          stations: ['1822'],
          state: 'never_seen',
          last_heard: null,
        },
        {
          label: 'Dave',
          invitation: 'd',
          stations: ['1830'],
          state: 'silent',
          last_heard: '2026-12-06T04:02:00Z',
        },
        { label: 'Carol', invitation: 'c', stations: [], state: 'nothing_sent', last_heard: null },
      ],
      not_reported_total: 56,
      incidents: this.incidents.map(({ row: incident }) => ({ ...incident })),
      incidents_total: this.incidents.length,
      incidents_open: 1,
      marks: this.marks,
      marks_total: this.marks.length,
      marks_waiting: this.marks.filter(({ end }) => end === '').length,
      complaints: [{ ...this.complained.row }],
      complaints_total: 1,
      announced,
      findings: findings.map((finding) => ({ station: '1811', added_name: '', finding })),
      findings_total: findings.length,
      overdue,
      overdue_total: overdue.length,
      quarantine: [
        {
          journal: '5b1b3a86-0000-4000-8000-000000000009',
          label: 'Mallory',
          reason: 'second_enrolment',
          pages: 3,
          received_at: '2026-12-06T06:57:00Z',
          admissible: true,
          branch: null,
        },
        {
          journal: '5b1b3a86-0000-4000-8000-000000000001',
          label: 'Alice',
          reason: 'fork',
          pages: 2,
          received_at: '2026-12-06T06:59:00Z',
          admissible: true,
          branch: { page: 4, hash: '00'.repeat(32) },
        },
      ],
      ...evening,
      continued_twice: [
        {
          journal: '5b1b3a86-0000-4000-8000-000000000003',
          label: 'Dave',
          by: [],
          seen_at: '2026-12-06T06:58:00Z',
        },
      ],
      foreign_claims: [
        {
          journal: '5b1b3a86-0000-4000-8000-000000000001',
          label: 'Alice',
          by: 'Mallory',
          seen_at: '2026-12-06T06:57:00Z',
          gave_way: true,
        },
      ],
      not_yet_linked: [{ journal: 'x', label: 'Alice', page: 9, missing_from: 7, opens: true }],
      latest: [
        {
          at: '',
          at_local: '12:29',
          station: '1804',
          added_name: '',
          label: 'Alice',
          what: 'pages_received',
          figure: null,
        },
        {
          at: '',
          at_local: '12:24',
          station: '1815',
          added_name: '',
          label: 'Bob',
          what: 'figure_falls',
          figure: 640,
        },
        {
          at: '',
          at_local: '12:10',
          station: 'T-9',
          added_name: 'Киіз үй, базар жаны',
          label: 'Dave',
          what: 'answered',
          figure: null,
        },
      ],
    };
  }

  async station(code: string): Promise<StationDay> {
    await this.#check();
    const known = Number(code) - 1800;
    if (!Number.isInteger(known)) throw new Denied('not_found');
    const line = row(known);
    const device: DeviceDay = {
      journal: '5b1b3a86-0000-4000-8000-000000000001',
      label: 'Alice',
      receipted: 9,
      came: [
        run(1, 6, 'direct', '10:02'),
        run(7, 8, 'relay', '12:20'),
        run(9, 9, 'file', '12:29'),
      ],
      hours: line.hours,
      events: events(),
      events_left_out: 0,
      unreadable_pages: [],
    };
    return {
      row: line,
      day: '2026-12-06',
      hours,
      timezone: 'Asia/Almaty',
      devices: [device],
      announced: line.announced ? [line.announced] : [],
      beside: hours.map((hour) => ({
        tallied: hour === '10' ? 38 : null,
        tallies: ['10', '12', '13', '14'].includes(hour) ? 1 : 0,
        over_hours: hour === '12' || hour === '13',
        others: hour === '14' ? ['overlaps'] : [],
        doubtful_minutes: hour === '11' ? 12 : 0,
      })),
      points,
      findings,
    };
  }

  async counted(
    _code: string,
    _day: string | null,
    point: number,
    hour: number | null,
  ): Promise<CountedEvents> {
    await this.#check();
    return countedAt(point, hour === null ? '' : (hours[hour] ?? ''));
  }

  async notYetLinked(journal: string): Promise<NotYetLinked> {
    await this.#check();
    return {
      journal,
      label: 'Alice',
      missing_from: 7,
      events: events(),
      events_left_out: 0,
      unreadable_pages: [],
    };
  }

  async admit(journal: string, reason: string, branch: Branch | null): Promise<void> {
    await this.#check();
    this.admitted = { journal, reason, branch };
  }

  async incident(event: EventAt): Promise<IncidentDetail> {
    await this.#check();
    return structuredClone(this.#incident(event));
  }

  async complaint(event: EventAt): Promise<ComplaintDetail> {
    await this.#check();
    if (event.event !== this.complained.row.event.event) throw new Denied('not_found');
    return structuredClone(this.complained);
  }

  async ask(event: EventAt, text: string): Promise<void> {
    await this.#check();
    const about = event.event === this.complained.row.event.event;
    const one = about ? this.complained : this.#incident(event);
    one.talk.push({ operator: 'carol', at_local: '2026-12-06 12:31', text, answers: [] });
    one.row.waiting += 1;
  }

  /** Alice's phone answers the last question about her first incident, or what is given. */
  answers(text: string, one: { talk: QuestionRow[] } | undefined = this.incidents[0]): void {
    one?.talk.at(-1)?.answers.push({ at_local: '2026-12-06 12:40', text });
    this.tell();
  }

  async setStatus(event: EventAt, status: StatusWord, words: string): Promise<void> {
    await this.#check();
    const one = this.#incident(event);
    one.statuses.push({ status, operator: 'carol', at_local: '2026-12-06 12:32', words });
    one.row.status = status;
  }

  #incident(event: EventAt): IncidentDetail {
    const found = this.incidents.find(({ row: { event: at } }) => at.event === event.event);
    if (!found) throw new Denied('not_found');
    return found;
  }

  csv(): string {
    return '/api/export/hours.csv';
  }

  file(what: 'pages' | 'notices'): string {
    return `/api/export/${what}.csv`;
  }

  all(): string {
    return '/api/export/all.zip';
  }

  changes(hear: (version: number) => void, live: (yes: boolean) => void): () => void {
    this.#hears.push(hear);
    live(true);
    return () => {
      this.#hears = this.#hears.filter((one) => one !== hear);
    };
  }

  async #check(): Promise<void> {
    await Promise.resolve();
    if (!this.signedIn) throw new Denied('signed_out');
  }
}

const asked = new URLSearchParams(globalThis.location?.search ?? '');
export const headquarters = new FakeHeadquarters();
headquarters.signedIn = asked.get('scene') === 'in';
headquarters.stations = Number(asked.get('stations') ?? 60);
