// Whom a journal belongs to, in headquarters' own words; a call-sign where there is no label, and
// the journal's first characters where nothing is known.
import { m } from '#words';
import type { Person } from '../bindings/dashboard';

export function named({ label, call_sign, journal }: Person): string {
  if (label !== '' && call_sign !== '') return `${call_sign} · ${label}`;
  return label || call_sign || m['ways.unknown']({ id: journal.slice(0, 8) });
}
