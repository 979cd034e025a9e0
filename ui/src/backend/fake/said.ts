// Announced figures of the fake core: noted as they were said, said anew, withdrawn.
import type { AskedNext, TurnoutInput, TurnoutView } from '../../bindings/app';
import type { FakeDay } from './day';

/** The list with one more figure, and what is asked next. */
export function note(
  before: TurnoutView[],
  noted: TurnoutInput,
  day: FakeDay,
): { list: TurnoutView[]; ask: AskedNext } {
  const last = before[0];
  const fell = last !== undefined && noted.figure < last.noted.figure;
  const one: TurnoutView = {
    event: day.nextEvent(),
    noted,
    noted_at: day.now(),
    first_figure: null,
    withdrawn: false,
    own: 140,
    own_is_floor: true,
    unwatched_minutes: 60,
    at_most: noted.counts === 'since_opening' ? Math.max(0, noted.figure - 140) || null : null,
  };
  const asks = fell && noted.counts === 'unclear';
  return { list: [one, ...before], ask: asks ? 'since_opening_or_interval' : 'nothing' };
}

/** Says one anew; false where there is none. */
export function amend(
  list: TurnoutView[],
  event: number,
  noted: TurnoutInput,
  withdrawn: boolean,
): boolean {
  const one = list.find((known) => known.event === event);
  if (!one) return false;
  const first_figure = one.first_figure ?? one.noted.figure;
  Object.assign(one, { noted, first_figure, withdrawn });
  return true;
}
