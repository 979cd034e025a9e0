// What an announced figure counts, in words; what is not known here is shown as it came.
import { m } from '#words';

const things = ['ballots_issued', 'signatures', 'dropped', 'unclear'] as const;

/** The thing that was counted, and of which contest where told apart. */
export function thing(code: string, contest: number | null = null): string {
  const known = things.find((one) => one === code);
  const what = known ? m[`what.${known}`]() : code;
  return contest === null ? what : `${what}, ${m['field.contest']()} ${contest}`;
}
