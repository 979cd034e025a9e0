// What an announced figure counts, in words; what is not known here is shown as it came.
import { m } from '#words';

const things = ['ballots_issued', 'signatures', 'dropped', 'unclear'] as const;

/** The thing that was counted. */
export function thing(code: string): string {
  const known = things.find((one) => one === code);
  return known ? m[`what.${known}`]() : code;
}
