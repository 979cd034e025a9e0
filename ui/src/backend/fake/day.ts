// The fake core's day: counted persons by hour, the watch, and nothing durable at all.
import type {
  CounterView,
  Entry,
  HourState,
  HourView,
  TallyInput,
  TallyView,
  VisitView,
  WatchView,
} from '../../bindings/app';
import { categories, points } from './election';

interface Tap {
  event: number;
  persons: number;
  category: number;
  hour: number;
}

const sum = (all: { persons: number }[]) => all.reduce((total, one) => total + one.persons, 0);
const pad = (value: number) => String(value).padStart(2, '0');

export class FakeDay {
  /** Hour and minute on the station's wall. */
  hour = 11;
  minute = 42;
  visit: VisitView | null = null;
  watch: WatchView = { kind: 'none' };
  askStill = false;
  /** Minutes watched of hours past; an hour that is missing was watched by nobody. */
  readonly watched = new Map<number, number>();
  /** Persons of hours past. */
  readonly past = new Map<number, number>();
  events = 0;
  readonly taps: Tap[] = [];
  tallies: TallyView[] = [];
  /** Persons told at a hand-over. */
  told = 0;

  now(): string {
    return `2026-12-06T${pad(this.hour)}:${pad(this.minute)}:00`;
  }

  nextEvent(): number {
    this.events += 1;
    return this.events;
  }

  tap(category: number): void {
    this.taps.push({ event: this.nextEvent(), persons: 1, category, hour: this.hour });
  }

  /** A tally that adds over a watched hour stands beside, as the real core would judge it. */
  enter(entry: Entry): void {
    const event = this.nextEvent();
    if (entry.kind === 'group') {
      this.taps.push({ event, persons: entry.persons, category: 1, hour: this.hour });
      return;
    }
    this.#tally(event, entry.tally);
  }

  #tally(event: number, { from, to, persons, relation }: TallyInput): void {
    const minutes = this.watched.get(Number(from.slice(0, 2))) ?? 0;
    const overlaps = relation === 'adds' && minutes > 0;
    this.tallies = [
      {
        event,
        from,
        to,
        persons,
        standing: overlaps ? { kind: 'overlaps_taps', minutes } : { kind: 'counts' },
        corrected: null,
      },
      ...this.tallies,
    ];
  }

  undo(event: number): boolean {
    const tally = this.tallies.find((one) => one.event === event);
    if (tally) {
      tally.standing = { kind: 'undone' };
      this.nextEvent();
      return true;
    }
    if (this.taps.at(-1)?.event !== event) return false;
    this.taps.pop();
    this.nextEvent();
    return true;
  }

  view(covered: boolean): CounterView {
    const last = this.taps.at(-1);
    const hours = Array.from({ length: 13 }, (_, index) => this.#hour(7 + index));
    const adds = (tap: Tap) => categories[tap.category - 1]?.role === 'adds';
    const outside = (tap: Tap) => categories[tap.category - 1]?.role === 'outside';
    const before = [...this.past.values()].reduce((sum, one) => sum + one, 0);
    return {
      visit: covered ? null : this.visit,
      watch: this.watch,
      hour: this.#hour(this.hour),
      day_persons: before + sum(this.taps.filter(adds)),
      day_is_floor: hours.some(({ state }) => state.kind === 'unknown' || state.kind === 'partly'),
      day_outside: sum(this.taps.filter(outside)),
      day_tallied: sum(this.#standing()),
      day_told: covered ? 0 : this.told,
      tallies: structuredClone(this.tallies),
      hours,
      undo: last
        ? { event: last.event, category: last.category, persons: last.persons, at: this.now() }
        : null,
      categories: categories.map((one) => ({
        ...one,
        day_count: this.taps.filter((tap) => tap.category === one.category).length,
      })),
      points,
      clock: { kind: 'corrected', by_s: 4 },
      incomplete: false,
      ask_still_watching: this.askStill,
    };
  }

  #hour(hour: number): HourView {
    const tapped = sum(
      this.taps.filter(
        (tap) => tap.hour === hour && categories[tap.category - 1]?.role === 'adds',
      ),
    );
    const here = this.#standing().filter((one) => one.from.startsWith(pad(hour)));
    const persons = tapped + (this.past.get(hour) ?? 0);
    return {
      start: `2026-12-06T${pad(hour)}:00:00`,
      from: `${pad(hour)}:00`,
      to: `${pad(hour + 1)}:00`,
      current: hour === this.hour,
      persons,
      state: this.#state(hour, persons),
      tallied: sum(here),
      tallied_minutes: here.length * 30,
      doubtful_minutes: 0,
    };
  }

  #standing(): TallyView[] {
    return this.tallies.filter((one) => one.standing.kind === 'counts');
  }

  #state(hour: number, persons: number): HourState {
    if (hour > this.hour) return { kind: 'not_yet' };
    if (hour === this.hour) {
      const began = this.watch.kind !== 'none' || persons > 0;
      return began ? { kind: 'counted', persons } : { kind: 'not_yet' };
    }
    const minutes = this.watched.get(hour) ?? 0;
    if (minutes === 0) return { kind: 'unknown' };
    return minutes < 60 ? { kind: 'partly', persons, minutes } : { kind: 'counted', persons };
  }
}
