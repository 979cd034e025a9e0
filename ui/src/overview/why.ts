// Why an announced figure and our own may not be held against each other.
import { m } from '#words';
import type { StationRow } from '../bindings/dashboard';
import { number } from '../shared/format';

/** Each reason as a sentence part; empty where the two can be compared, or none is announced. */
export function whyNot(row: StationRow): string[] {
  if (!row.announced) return [];
  if (row.counted === null) return [m['why.no_own']()];
  const why: string[] = [];
  if (!row.announced.comparable) why.push(m['why.interval']());
  if (row.unwatched_minutes > 0) {
    why.push(m['why.unwatched']({ minutes: m['hours.minutes']({ n: row.unwatched_minutes }) }));
  }
  return why;
}

/** `307`, `307–520`, or a dash where nothing can be said. */
export function possible(row: StationRow): string {
  if (row.counted === null || row.possible === null) return '–';
  if (row.possible <= row.counted) return number(row.counted);
  return `${number(row.counted)}–${number(row.possible)}`;
}
