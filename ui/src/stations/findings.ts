// A finding in words. The endpoint sends its code and values; a code not known here is shown as it
// came, so that a newer endpoint loses nothing on an older page.
import { m } from '#words';
import type { FindingRow } from '../bindings/dashboard';
import { number } from '../shared/format';

/** Every finding of the domain. */
export const findingCodes = [
  'turnout_falls',
  'above_list',
  'reads_as_intervals',
  'rate_too_high',
  'outside_hours',
  'lists_differ',
  'tally_overlaps_taps',
  'long_without_count',
  'sum_differs',
  'hand_over_differs',
  'relations_disagree',
  'split_overlaps',
  'stray_events',
  'unknown_kinds',
] as const;

type Say = (values: Record<string, string>) => string;

const shown = (value: string) => (/^\d+$/.test(value) ? number(Number(value)) : value);

export function found({ code, values }: FindingRow): string {
  const named = Object.fromEntries(values.map(({ name, value }) => [name, shown(value)]));
  const sum = named.of && m[`finding.sum_${named.of}` as 'finding.sum_list'];
  const known = findingCodes.find((one) => one === code);
  const words = (sum || (known && m[`finding.${known}`])) as Say | undefined;
  return words?.(named) ?? [code, ...values.map((one) => `${one.name} ${one.value}`)].join(' · ');
}
