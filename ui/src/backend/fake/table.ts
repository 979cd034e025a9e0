// The stations a fake endpoint answers with: found, ordered and cut as the real one does.
import type { StationRow } from '../../bindings/dashboard';
import type { Asked } from '../headquarters';

const pageRows = 100;

function gap(row: StationRow): number {
  const figure = row.announced?.comparable ? row.announced.figure : null;
  if (figure === null || row.counted === null) return -1;
  return Math.abs(figure - row.counted);
}

/** The page of `rows` that was asked for, and how many fit. */
export function tableOf(rows: StationRow[], { find, order, from }: Asked) {
  const wanted = find.trim().toLowerCase();
  const found = rows.filter((row) =>
    [row.code, row.name, ...row.region].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (order === 'by_gap') found.sort((a, b) => gap(b) - gap(a));
  if (order === 'by_unwatched') found.sort((a, b) => b.unwatched_minutes - a.unwatched_minutes);
  const last = Math.floor(Math.max(0, found.length - 1) / pageRows) * pageRows;
  const first = Math.min(Math.floor(from / pageRows) * pageRows, last);
  return {
    stations: found.slice(first, first + pageRows),
    stations_from: first,
    stations_found: found.length,
    stations_total: rows.length,
  };
}
