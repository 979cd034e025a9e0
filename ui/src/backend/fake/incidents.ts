// Incidents and complaints of a fake endpoint; questions and decisions are taken in.
import type {
  ComplaintRow,
  ComplaintStepRow,
  IncidentDetail,
  IncidentRow,
  MarkRow,
} from '../../bindings/dashboard';

const journal = '5b1b3a86-0000-4000-8000-000000000001';

const row = (event: number, more: Partial<IncidentRow>): IncidentRow => ({
  event: { journal, event },
  label: 'Alice',
  station: '1804',
  added_name: '',
  kind: 'box_stuffing',
  names: { en: 'Ballots put in in bundles', ru: 'Вброс', kk: 'Бюллетень тастау' },
  article: 'art. 44 (3)',
  gravity: 'grave',
  from: '2026-12-06T06:12:00Z',
  from_local: '11:12',
  to_local: '11:20',
  told: [
    { name: 'known', value: 'seen_in_part' },
    { name: 'affected', value: '40' },
    { name: 'told_to', value: 'chair' },
  ],
  text: 'A bundle went into the box at desk 2.',
  withdrawn: false,
  amended: 1,
  status: '',
  waiting: 0,
  answers: 0,
  ...more,
});

const step = (time: string, what: string, more: Partial<ComplaintStepRow>): ComplaintStepRow => ({
  at_local: `2026-12-06 ${time}`,
  what,
  decision: false,
  by: { journal, label: 'Alice', call_sign: 'N1' },
  number: '',
  text: '',
  ...more,
});

export const complaint: ComplaintRow = {
  event: { journal, event: 222 },
  incident: { journal, event: 210 },
  label: 'Alice',
  station: '1804',
  added_name: '',
  to: 'commission',
  stage: 'refused',
  decision: 'rejected',
  number: '17',
  steps: [
    step('11:40', 'written', {}),
    step('11:52', 'refused', { text: 'No.' }),
    step('11:59', 'rejected', { decision: true, number: '17-a' }),
  ],
  waiting: 0,
  answers: 0,
};

/** What the fake endpoint holds at the start. */
export function someIncidents(): IncidentDetail[] {
  const withdrawn = row(300, {
    gravity: 'minor',
    kind: '',
    names: {},
    withdrawn: true,
    amended: 1,
    station: 'T-9',
    added_name: 'Киіз үй, базар жаны',
    text: 'It was a misunderstanding.',
  });
  const before = (text: string, reason: string) => ({
    event: { journal, event: 210 },
    written_local: '2026-12-06 11:14',
    reason,
    told: [{ name: 'gravity', value: 'serious' }],
    text,
  });
  return [
    {
      row: row(210, {}),
      before: [before('Somebody put several papers in.', '')],
      reason: 'more_known',
      statuses: [],
      talk: [],
      complaints: [complaint],
    },
    {
      row: withdrawn,
      before: [before('The door was shut.', '')],
      reason: 'withdrawn',
      statuses: [],
      talk: [],
      complaints: [],
    },
  ];
}

/** Moments marked: one waits at a station on no list, one became the first incident. */
export function someMarks(): MarkRow[] {
  const mark = (event: number, more: Partial<MarkRow>): MarkRow => ({
    event: { journal, event },
    person: { journal, label: 'Alice', call_sign: 'N1' },
    station: '1804',
    added_name: '',
    at: '2026-12-06T06:10:00Z',
    at_local: '11:10',
    kind: '',
    names: {},
    end: '',
    incident: null,
    ...more,
  });
  return [
    mark(301, { station: 'T-9', added_name: 'Киіз үй, базар жаны', at_local: '12:20' }),
    mark(205, { end: 'reported', incident: { journal, event: 210 } }),
  ];
}
