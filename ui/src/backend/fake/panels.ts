// What stands beside the table of a fake endpoint: people, alarms, ways, notices.
import type { Overview, PageRun, Way } from '../../bindings/dashboard';

const person = (journal: string, label: string, call_sign: string) => ({
  journal: `5b1b3a86-0000-4000-8000-00000000${journal}`,
  label,
  call_sign,
});
const carol = person('0003', 'Carol', 'N3');
const alice = person('0001', 'Alice', 'N1');

export const run = (first: number, last: number, way: Way, at: string): PageRun => ({
  first,
  last,
  way,
  relay: way === 'relay' ? carol : null,
  received_at: '2026-12-06T05:02:00Z',
  received_local: at,
});

export const announced: Overview['announced'] = {
  totals: [
    {
      as_of: '2026-12-06T05:00:00Z',
      as_of_local: '10:00',
      what: 'ballots_issued',
      contest: null,
      stations: 41,
      sum: 6120,
    },
    {
      as_of: '2026-12-06T07:00:00Z',
      as_of_local: '12:00',
      what: 'ballots_issued',
      contest: null,
      stations: 40,
      sum: 14_902,
    },
  ],
  wrong: [
    {
      station: '1811',
      why: 'falls',
      what: 'ballots_issued',
      contest: null,
      figure: 280,
      than: 312,
      as_of_local: '12:00',
    },
    {
      station: '1820',
      why: 'above_list',
      what: 'ballots_issued',
      contest: null,
      figure: 1310,
      than: 1204,
      as_of_local: '12:00',
    },
  ],
  wrong_total: 2,
  areas: [
    {
      area: ['Алматы'],
      figure: '21.40',
      percent: true,
      as_of_local: '12:00',
      zone: 'Asia/Almaty',
      published_at: '2026-12-06T07:10:00Z',
      words: 'по состоянию на 12:00',
      link: '',
    },
  ],
};

export const overdue: Overview['overdue'] = [
  {
    label: 'Bob',
    invitation: '11111111-0000-4000-8000-000000000002',
    station: '1804',
    row: 5,
    round: 1,
    task: 'note_turnout',
    names: {},
    due_local: '10:15',
    due: '2026-12-06T05:15:00Z',
    state: 'late',
  },
  {
    label: 'Dave',
    invitation: '11111111-0000-4000-8000-000000000004',
    station: '1811',
    row: 1,
    round: 1,
    task: 'arrive',
    names: {},
    due_local: '06:30',
    due: '2026-12-06T01:30:00Z',
    state: 'silent',
  },
];

/** What a lead's evening adds to the overview. */
export const evening: Pick<Overview, 'ways' | 'with_leads' | 'owing' | 'notices' | 'urgent'> = {
  urgent: [
    {
      journal: '3c9f0a51-0000-4000-8000-000000000002',
      event: 212,
      label: 'Bob',
      station: '1805',
      added_name: '',
      kind: 'removed',
      told: [
        { name: 'by', value: 'commission' },
        { name: 'removal_reason', value: 'filming' },
      ],
      at: '2026-12-06T07:26:00Z',
      at_local: '12:26',
      corrected: true,
      texts: [],
      linked: false,
      over: null,
    },
  ],
  ways: [
    { way: 'direct', relay: null, pages: 4120, devices: 398, last_at: '', last_local: '12:29' },
    { way: 'relay', relay: carol, pages: 38, devices: 6, last_at: '', last_local: '12:20' },
    { way: 'file', relay: null, pages: 1, devices: 1, last_at: '', last_local: '11:47' },
  ],
  with_leads: [
    { device: alice, lead: carol, pages: 2, noted_at: '', noted_local: '12:25' },
    {
      device: { journal: '77aa01c2-0000-4000-8000-000000000009', label: '', call_sign: '' },
      lead: carol,
      pages: 1,
      noted_at: '',
      noted_local: '12:21',
    },
  ],
  owing: [{ lead: carol, devices: 2, pages: 3, noted_at: '', noted_local: '12:25' }],
  notices: [
    {
      device: alice,
      notice: 2,
      text: 'Сағат 20:00-де мектептің алдында кездесеміз.',
      operator: 'carol',
      sent_at: '',
      sent_local: '12:05',
      read_at: null,
      read_local: null,
    },
    {
      device: alice,
      notice: 1,
      text: 'The second entrance is open.',
      operator: 'carol',
      sent_at: '',
      sent_local: '09:40',
      read_at: '2026-12-06T04:41:00Z',
      read_local: '09:41',
    },
  ],
};
