// Which stations the table shows, in which order. Figures are the endpoint's; nothing is computed
// here but differences for sorting.
import type { StationRow } from '../bindings/dashboard';

export type Order = 'by_code' | 'by_gap' | 'by_unwatched';
/** Rows on one page of the table. */
export const pageRows = 100;

const collator = new Intl.Collator(undefined, { numeric: true });

function gap(row: StationRow): number {
  const figure = row.announced?.comparable ? row.announced.figure : null;
  if (figure === null || row.counted === null) return -1;
  return Math.abs(figure - row.counted);
}

/** Rows whose code, name or region holds `words`, in `order`. */
export function sorted(rows: StationRow[], words: string, order: Order): StationRow[] {
  const wanted = words.trim().toLowerCase();
  const found =
    wanted === ''
      ? [...rows]
      : rows.filter((row) =>
          [row.code, row.name, ...row.region].some((text) => text.toLowerCase().includes(wanted)),
        );
  switch (order) {
    case 'by_code':
      return found.sort((a, b) => collator.compare(a.code, b.code));
    case 'by_gap':
      return found.sort((a, b) => gap(b) - gap(a) || collator.compare(a.code, b.code));
    case 'by_unwatched':
      return found.sort(
        (a, b) => b.unwatched_minutes - a.unwatched_minutes || collator.compare(a.code, b.code),
      );
  }
}
