// Codes of incidents in words. What is not known here is shown as it came.
import { m } from '#words';
import type { Field, IncidentRow, StatusWord } from '../bindings/dashboard';
import { say } from '../shared/language.svelte';

type Key = keyof typeof m;

/** How an incident may stand, in the order things happen. */
export const statuses = [
  'seen',
  'checking',
  'confirmed',
  'not_confirmed',
  'passed_on',
  'settled',
  'closed',
] as const satisfies StatusWord[];

/** The word of a code in its group, `group.code`. */
export function coded(key: string): string {
  if (Object.hasOwn(m, key)) return (m[key as Key] as () => string)();
  return key.slice(key.indexOf('.') + 1);
}

/** The kind as the election names it. */
export function kindOf(row: IncidentRow): string {
  return say(row.names) || row.kind || m['incident.other_kind']();
}

const free = ['told_by', 'affected', 'their_answer', 'from', 'to'];

/** What was told beside the words, in its order. */
export function told(fields: Field[]): string {
  return fields
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => {
      const said = free.includes(name) ? value : coded(`tovalue.${value}`);
      return `${coded(`tofield.${name}`)}: ${said}`;
    })
    .join(' · ');
}
