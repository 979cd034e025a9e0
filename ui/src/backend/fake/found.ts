// What a fake endpoint says of a station's points, of what looks wrong and of a figure's events.
import type { CountedEvents, FindingRow, PointLine } from '../../bindings/dashboard';

const journal = '5b1b3a86-0000-4000-8000-000000000001';

export const points: PointLine[] = [
  {
    point: 1,
    kind: 'box',
    names: {},
    persons: 341,
    tallied: 38,
    told: 0,
    minutes_watched: 298,
    doubtful_minutes: 12,
    parallel: false,
    split: false,
    leads: true,
  },
  {
    point: 2,
    kind: 'building_entrance',
    names: { en: 'The gate', ru: 'Ворота', kk: 'Қақпа' },
    persons: 402,
    tallied: 0,
    told: 25,
    minutes_watched: 240,
    doubtful_minutes: 0,
    parallel: true,
    split: false,
    leads: false,
  },
];

const one = (code: string, values: Record<string, string>, events: number[]): FindingRow => ({
  code,
  label: events.length > 0 ? 'Alice' : '',
  values: Object.entries(values).map(([name, value]) => ({ name, value })),
  events: events.map((event) => ({ journal, event })),
});

export const findings: FindingRow[] = [
  one('turnout_falls', { figure: '640', than: '702' }, [93, 101]),
  one('above_list', { figure: '2310', list: '2204' }, [120]),
  one('reads_as_intervals', { sum: '1204', total: '1198' }, [120, 140]),
  one('rate_too_high', { at: '09:15', persons: '61', rate: '3' }, [2]),
  one('outside_hours', { before: '4', after: '0' }, [2]),
  one('lists_differ', { one: '2204', other: '2210' }, [7]),
  one('tally_overlaps_taps', { persons: '38', minutes: '14' }, [77]),
  one('long_without_count', { from: '11:00', to: '12:15' }, [2]),
  one('sum_differs', { of: 'box_ballots', stated: '40', parts: '38' }, [88]),
  one('hand_over_differs', { given: '212', taken: '221' }, [90, 3]),
  one('relations_disagree', { one: 'Alice', two: 'Bob' }, [2, 4]),
  one('split_overlaps', { one: 'Alice', two: 'Bob' }, [2, 4]),
  one('stray_events', { n: '1' }, [55]),
  one('unknown_kinds', { n: '2', kinds: '91' }, []),
];

export function countedAt(point: number, hour: string): CountedEvents {
  const at = hour === '' ? '07' : hour;
  const row = (
    event: number,
    persons: number,
    stands: string,
    what = 'tap',
    category = 'voter',
  ) => ({
    event: { journal, event },
    label: 'Alice',
    at_local: `${at}:0${event % 10}:11`,
    what,
    category,
    names: {},
    persons,
    stands,
  });
  const events = [
    row(3, 1, 'counts'),
    row(4, 1, 'undone'),
    row(5, 40, 'counts', 'group'),
    row(6, 1, 'counts', 'tap', '9'),
    row(7, 1, 'mark', 'tap', 'assisted'),
    row(8, 1, 'parallel'),
    row(9, 12, 'overlaps', 'tally'),
  ];
  if (hour === '') events.push(row(10, 5, 'counts', 'told', ''));
  return { point, hour, events, more: false };
}
