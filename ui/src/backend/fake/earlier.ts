// Visits that were left in the fake core's day: what they counted stays with them.
import type { EarlierView, Mend, Reply, TallyView } from '../../bindings/app';
import { Refusal } from '../backend';
import type { FakeDay } from './day';
import { stations, typedStation } from './election';

export class FakeEarlier {
  readonly list: EarlierView[] = [];

  /** The open visit is left. */
  leave(day: FakeDay): void {
    const { visit } = day;
    if (!visit) return;
    const { hours, tallies, points } = day.view(false);
    const watched = day.watch.kind !== 'none' || day.taps.length > 0;
    this.list.unshift({ visit, left: day.now(), watched, hours, tallies, points });
  }

  reply(): Reply {
    return { kind: 'earlier', list: structuredClone(this.list) };
  }

  mend(visit: number, mend: Mend, event: number): void {
    if (!this.#mended(visit, mend, event)) throw new Refusal({ kind: 'no_such_entry' });
  }

  #mended(visit: number, mend: Mend, event: number): boolean {
    const one = this.list.find((left) => left.visit.visit === visit);
    if (!one) return false;
    const add = (tally: Omit<TallyView, 'event' | 'standing'>) =>
      one.tallies.unshift({ event, standing: { kind: 'counts' }, ...tally });
    switch (mend.kind) {
      case 'move': {
        const known = stations.find((station) => station.code === mend.station_code);
        one.visit.station = known ?? typedStation(mend.station_code);
        return true;
      }
      case 'tally': {
        const { from, to, persons } = mend.tally;
        add({ from, to, persons, corrected: null });
        return true;
      }
      case 'take_back': {
        const tally = one.tallies.find((known) => known.event === mend.event);
        if (tally) tally.standing = { kind: 'undone' };
        return tally !== undefined;
      }
      case 'correct': {
        const hour = one.hours.find((known) => known.start === mend.start);
        if (!hour) return false;
        const { from, to } = hour;
        const corrected = { old: hour.persons, reason: mend.reason };
        add({ from, to, persons: mend.persons, corrected });
        return true;
      }
    }
  }
}
