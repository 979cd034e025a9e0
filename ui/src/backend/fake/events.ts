// What one device of the invented afternoon recorded, event by event.
import type { EventRow } from '../../bindings/dashboard';

export function events(): EventRow[] {
  const one = (ordinal: number, at: string, kind: string, fields: [string, string][] = []) => ({
    ordinal,
    page: 1 + Math.floor(ordinal / 40),
    at: `2026-12-06T${at}Z`,
    at_local: at,
    corrected: true,
    kind,
    kind_number: 0,
    fields: fields.map(([name, value]) => ({ name, value })),
  });
  const list = [
    one(1, '06:41:12', 'arrived', [
      ['station', '1804'],
      ['place', 'inside'],
    ]),
    one(2, '07:00:03', 'watch_started', [
      ['point', '1'],
      ['covers', '1, 2'],
      ['view', 'full'],
    ]),
  ];
  for (let tap = 0; tap < 90; tap += 1) {
    const minute = String(1 + Math.floor(tap / 2)).padStart(2, '0');
    const second = `07:${minute}:${tap % 2 ? '41' : '09'}`;
    list.push(
      one(3 + tap, second, 'voter_counted', [
        ['category', '1'],
        ['method', 'screen'],
      ]),
    );
  }
  list.push(
    one(93, '07:47:10', 'turnout_noted', [
      ['figure', '612'],
      ['source', 'told'],
    ]),
  );
  return list;
}
