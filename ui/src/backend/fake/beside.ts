// What stands beside the fake core's count: kept as it was said, newest first.
import type {
  BesideCommand,
  BesideView,
  CorrectedView,
  ErrorCode,
  OpenedHourView,
  Reply,
  TallyView,
} from '../../bindings/app';
import { Refusal } from '../backend';
import type { FakeDay } from './day';

/** The digits of every hand-over of the fake core. */
export const handOverCode = '0002 3694 0407 18';

/** The open watch's code. */
const watchCode = {
  name: '0001-12',
  code: `SANAQW1:${'0'.repeat(28)}0001:12`,
  qr: { size: 2, dark: '1001' },
};

const wall = (civil: string) => civil.slice(11, 16);

export class FakeBeside {
  readonly view: BesideView = {
    quiet: [],
    amended: [],
    box_trips: [],
    registers: [],
    imported: 1204,
    hand_over: null,
    given: null,
    taken: null,
    relation: null,
    related: [],
    watch_code: null,
  };

  /** As of now: a hand-over passes on the day's figure. */
  shown(day: FakeDay): BesideView {
    const running = day.watch.kind !== 'none';
    const { day_persons: persons } = day.view(false);
    const hand_over = running ? persons + (this.view.taken?.figure ?? 0) : null;
    const watch_code = running ? watchCode : null;
    return structuredClone({ ...this.view, hand_over, watch_code });
  }

  /** Does it; a refusal where the real core would refuse. */
  do(command: BesideCommand, day: FakeDay): ErrorCode | null {
    const { view } = this;
    const event = day.nextEvent();
    switch (command.kind) {
      case 'amend_watch': {
        if (command.from >= command.to) return { kind: 'not_a_stretch' };
        const { from, to, stands, reason, text } = command;
        view.amended.unshift({ event, from, to, stands, reason, text });
        return null;
      }
      case 'explain_quiet': {
        const one = view.quiet.find((known) => known.event === command.event);
        if (!one) return { kind: 'no_such_entry' };
        Object.assign(one, { event, answer: command.answer });
        return null;
      }
      case 'correct_hour':
        return this.#correct(command, event, day);
      case 'relate_watch':
        if (day.watch.kind === 'none') return { kind: 'no_watch' };
        return this.#relate(command);
      case 'start_box_trip': {
        const { name, applications, ballots, accompanied, meanwhile } = command;
        const trip = { trip: event, name, out: day.now(), applications, ballots, back: null };
        view.box_trips.unshift({ ...trip, accompanied, meanwhile });
        if (meanwhile === 'gap' && day.watch.kind === 'watching') {
          const { watch, point } = day.watch;
          day.watch = { kind: 'paused', watch, point, reason: 'box_trip', since: day.now() };
        }
        return null;
      }
      case 'end_box_trip': {
        const trip = view.box_trips.find((known) => known.trip === command.trip && !known.back);
        if (!trip) return { kind: 'no_such_entry' };
        const { voted, returned, accompanied } = command;
        trip.back = { at: day.now(), voted, returned, accompanied };
        return null;
      }
      case 'note_register': {
        const { what, figure, as_of, contest, source, told_by } = command;
        view.registers.unshift({ event, what, figure, as_of, contest, source, told_by });
        return null;
      }
      case 'hand_over':
        if (command.figure !== this.shown(day).hand_over) return { kind: 'figure_moved' };
        view.given = {
          code: handOverCode,
          qr: { size: 2, dark: '1001' },
          figure: command.figure,
          at: wall(day.now()),
        };
        day.watch = { kind: 'none' };
        return null;
      case 'take_over':
        return this.#take(command, event, day);
      case 'give_back':
        if (view.taken?.event !== command.event) return { kind: 'no_such_entry' };
        view.taken = null;
        day.told = 0;
        return null;
    }
  }

  #relate({ relation, other }: Extract<BesideCommand, { kind: 'relate_watch' }>): ErrorCode | null {
    const { view } = this;
    const named = /^SANAQW1:[0-9a-f]{28}([0-9a-f]{4}):(\d+)$/.exec(other);
    if (other === '') view.relation = relation;
    else if (!named || other === watchCode.code) return { kind: 'not_a_watch_code' };
    else {
      const name = `${named[1]?.toUpperCase()}-${named[2]}`;
      view.related = [...view.related.filter((one) => one.name !== name), { name, relation }];
    }
    return null;
  }

  #correct(
    command: Extract<BesideCommand, { kind: 'correct_hour' }>,
    event: number,
    day: FakeDay,
  ): ErrorCode | null {
    const hour = day.view(false).hours.find((one) => one.start === command.start);
    if (!hour) return { kind: 'not_a_stretch' };
    const corrected: CorrectedView = { old: hour.persons, reason: command.reason };
    const { from, to } = hour;
    const persons = command.persons;
    const tally: TallyView = { event, from, to, persons, standing: { kind: 'counts' }, corrected };
    day.tallies.unshift(tally);
    return null;
  }

  #take(
    command: Extract<BesideCommand, { kind: 'take_over' }>,
    event: number,
    day: FakeDay,
  ): ErrorCode | null {
    const read = this.read(command.code);
    if (!read) return { kind: 'not_a_hand_over_code' };
    this.view.taken = { event, ...read };
    day.told = read.figure;
    const point = day.view(false).points.find((one) => one.point === command.point);
    if (day.watch.kind === 'none' && point) {
      const { covers, view } = command;
      day.watch = { kind: 'watching', watch: event, point, covers, view, since: day.now() };
    }
    return null;
  }

  /** What a code says; the fake one knows one figure. */
  read(code: string): { figure: number; at: string } | null {
    return code.replace(/\s/g, '').length === 14 ? { figure: 164, at: '13:00' } : null;
  }

  says(code: string): Reply {
    const read = this.read(code);
    if (!read) throw new Refusal({ kind: 'not_a_hand_over_code' });
    return { kind: 'hand_over_read', ...read };
  }

  opened(start: string, day: FakeDay): OpenedHourView {
    const hour = Number(start.slice(11, 13));
    const events = day.taps
      .filter((tap) => tap.hour === hour)
      .map(({ event, category }) => ({
        event,
        at: start,
        what: 'tap' as const,
        category,
        persons: 1,
        undone: false,
      }));
    const pad = (value: number) => `${String(value).padStart(2, '0')}:00`;
    return { from: pad(hour), to: pad(hour + 1), events, more: false };
  }
}
