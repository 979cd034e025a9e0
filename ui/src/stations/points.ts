// A counting point's name: as the election names it, else by its kind, else by its number; and
// how an event stands to a point's figure.
import { m } from '#words';
import type { PointLine } from '../bindings/dashboard';
import { say } from '../shared/language.svelte';

export function pointName({ point, kind, names }: PointLine): string {
  const known = m[`point.${kind}` as 'point.box'];
  return say(names) || known?.() || m['points.unnamed']({ n: point });
}

const stands = [
  'mark',
  'outside',
  'parallel',
  'stood_for',
  'overlaps',
  'beyond',
  'not_weighed',
  'undone',
] as const;

/** Why an event is not in a figure; what an older page does not know stays as it came. */
export function standing(code: string): string {
  const known = stands.find((one) => one === code);
  return known ? m[`counted.stands.${known}`]() : code;
}
