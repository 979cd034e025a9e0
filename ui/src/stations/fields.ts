// An event's named values in words. The endpoint sends codes; what is not known here is shown as
// it came, so that a newer endpoint loses nothing on an older page.
import { m } from '#words';
import type { EventRow, Field } from '../bindings/dashboard';

type Key = keyof typeof m;

const isKey = (key: string): key is Key => Object.hasOwn(m, key);

/** Which group of words holds a field's codes. */
const codes: Record<string, string> = {
  place: 'presence',
  view: 'view',
  reason: 'pause',
  method: 'method',
  counts: 'counts',
  what: 'what',
  mobile_box: 'mobile',
  source: 'source',
  special: 'special',
  entry: 'logkind',
  by: 'removedby',
  removal_reason: 'removal',
  decision: 'decision',
  danger: 'danger',
  word: 'urgentover',
};

function words(key: string, otherwise: string): string {
  return isKey(key) ? (m[key] as () => string)() : otherwise;
}

function one({ name, value }: Field): string {
  const group = codes[name];
  const said = group ? words(`${group}.${value}`, value) : value;
  return `${words(`field.${name}`, name)} ${said}`;
}

/** All values that are there, in the order of the kind's field list. */
export const detail = (event: EventRow): string => said(event.fields);

/** Values in words, in their order. */
export function said(fields: Field[]): string {
  return fields
    .filter(({ value }) => value !== '')
    .map(one)
    .join(' · ');
}
