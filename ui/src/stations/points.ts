// A counting point's name: as the election names it, else by its kind, else by its number.
import { m } from '#words';
import type { PointLine } from '../bindings/dashboard';
import { say } from '../shared/language.svelte';

export function pointName({ point, kind, names }: PointLine): string {
  const known = m[`point.${kind}` as 'point.box'];
  return say(names) || known?.() || m['points.unnamed']({ n: point });
}
