// Prepared days for screenshots and tests.
import type { FakeCore } from './core';
import { stations } from './election';

/** Brings the core to a named state; an unknown name leaves it empty. */
export function prepare(core: FakeCore, scene: string): void {
  if (scene === 'empty') return;
  if (scene === 'invited') {
    core.invited = true;
    return;
  }
  core.secret = 'correct horse';
  if (scene === 'locked') {
    core.lock = { kind: 'locked', wait_s: 0 };
    return;
  }
  core.lock = { kind: 'open' };
  if (scene.startsWith('lead')) {
    lead(core, scene);
    return;
  }
  if (scene === 'station') return;
  if (scene === 'station-typed') {
    core.defined = false;
    return;
  }
  arrive(core);
  if (scene === 'arrived') return;
  morning(core);
  if (scene === 'paused') {
    core.day.watch = {
      kind: 'paused',
      watch: 2,
      point: point(core),
      reason: 'break',
      since: at(11, 30),
    };
  }
  if (scene === 'gap') {
    core.day.watch = {
      kind: 'interrupted',
      watch: 2,
      point: point(core),
      last_sign: at(11, 5),
      gap_minutes: 37,
    };
  }
  if (scene === 'still') core.day.askStill = true;
  if (scene === 'quiet') {
    const quiet = { event: 90, from: '10:05', to: '10:22' };
    core.beside.view.quiet.push({ ...quiet, answer: 'not_answered' });
  }
  if (scene === 'covered') core.lock = { kind: 'covered' };
  if (scene === 'told') told(core);
  if (scene === 'joined') joined(core);
  if (scene === 'announced') announced(core);
}

/** A lead without a visit: nobody yet, collecting, or the team on its way to headquarters. */
function lead(core: FakeCore, scene: string): void {
  core.role = 'lead';
  if (scene === 'lead') return;
  core.delivery.on_phone = 12;
  core.evening.gather();
  Object.assign(core.evening.imported, {
    held: 1,
    damaged: [{ offset: 20480, length: 512, reason: 'changed' }],
    answer: {
      base64: btoa('SANAQB1\n'),
      file_name: '7c1d5a50-2.sanaq-bundle',
      pages: 0,
      left_out: 0,
    },
  });
  if (scene === 'lead-day') {
    arrive(core);
    morning(core);
  }
  if (scene === 'lead-after') return;
  core.evening.start('Dala');
  if (scene === 'lead-sending') core.evening.collect.sending = true;
}

function told(core: FakeCore): void {
  core.evening.notices = {
    notices: [
      {
        notice: 2,
        text: 'Есептеу 20:30-да басталады. Хаттаманың көшірмесін сұраңыз.',
        sent_at: at(19, 40),
        read_at: null,
      },
      { notice: 1, text: 'Келу саны 12:00-де керек.', sent_at: at(9, 5), read_at: at(9, 20) },
    ],
    assignments: [
      { station_code: '1805', name: '4-лицей', assigned: true, at: at(9, 0) },
      { station_code: '1811', name: '', assigned: false, at: at(9, 0) },
    ],
    unread: 1,
  };
}

function announced(core: FakeCore): void {
  core.evening.relays.announced = [{ relay: 'k7f2', addresses: ['192.168.43.1:47111'] }];
}

function joined(core: FakeCore): void {
  const { relays } = core.evening;
  core.evening.join('SANAQR1:');
  if (relays.joined) {
    Object.assign(relays.joined, { last_met: at(20, 41), outcome: 'met', running: false });
  }
  relays.status = 'counting';
  Object.assign(core.delivery, {
    on_phone: 96,
    with_lead: 118,
    relay_met: true,
    relay: { last_met: at(20, 41), outcome: 'met', running: false },
  });
  const page = core.delivery.pages[0];
  if (page) page.place = { kind: 'with_lead', at: at(20, 41) };
}

const at = (hour: number, minute: number) =>
  `2026-12-06T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;

function point(core: FakeCore) {
  const first = core.day.view(false).points[0];
  if (!first) throw new Error('the fake election has a counting point');
  return first;
}

function arrive(core: FakeCore): void {
  const station = stations[0];
  if (!station) return;
  core.day.visit = { visit: 1, station, presence: 'inside', since: at(6, 41), day: '2026-12-06' };
  core.day.events = 1;
}

function morning(core: FakeCore): void {
  const { day } = core;
  day.past.set(7, 52).set(8, 88).set(10, 71);
  day.watched.set(7, 60).set(8, 60).set(10, 38);
  day.watch = {
    kind: 'watching',
    watch: 2,
    point: point(core),
    covers: ['1', '2'],
    view: 'full',
    since: at(10, 22),
  };
  for (let voter = 0; voter < 96; voter += 1) day.tap(1);
  const late = { given: { kind: 'one', choice: 2 }, seen_at: '07:05' } as const;
  const minutes = { given: { kind: 'number', text: '12' }, seen_at: null } as const;
  core.sheet.answer({ question: 3, ...late, path: [] }, at(7, 20));
  core.sheet.answer({ question: 4, ...minutes, path: [] }, at(7, 21));
  core.turnouts = [
    {
      event: 400,
      noted: {
        figure: 612,
        counts: 'since_opening',
        as_of: '10:00',
        what: 'ballots_issued',
        mobile_box: 'unknown',
        contest: null,
        source: 'told',
        told_by: 'председатель',
      },
      noted_at: at(10, 14),
      first_figure: null,
      withdrawn: false,
      own: 140,
      own_is_floor: true,
      unwatched_minutes: 60,
      at_most: 472,
    },
  ];
  core.log = [
    {
      event: 300,
      about: 'incident',
      text: 'Топпен келіп, бір тізіммен дауыс берді.',
      seen_at: at(10, 40),
    },
    { event: 20, about: 'opened', text: '', seen_at: at(7, 12) },
  ];
  core.delivery = {
    on_phone: 214,
    with_lead: 0,
    at_headquarters: 1020,
    not_sealed: 96,
    relay_met: false,
    relay: null,
    pages: [
      {
        number: 9,
        from: at(10, 0),
        to: at(10, 58),
        events: 118,
        bytes: 690,
        place: { kind: 'on_phone' },
      },
      {
        number: 8,
        from: at(9, 40),
        to: at(9, 59),
        events: 12,
        bytes: 410,
        place: { kind: 'held', reason: 'second_enrolment' },
      },
      {
        number: 7,
        from: at(8, 0),
        to: at(8, 59),
        events: 1002,
        bytes: 2210,
        place: { kind: 'at_headquarters', at: at(10, 58) },
      },
      {
        number: 6,
        from: at(7, 0),
        to: at(7, 59),
        events: 18,
        bytes: 350,
        place: { kind: 'at_headquarters', at: at(7, 40) },
      },
    ],
    contact: { last: at(10, 58), outcome: 'no_network', running: false, next_in_s: 240 },
    alarms: [
      { alarm: 'headquarters_lost', at: at(9, 2), page: 5, closable: true },
      { alarm: 'clock_wrong', at: at(7, 40), page: null, closable: false },
    ],
    clock: { kind: 'corrected', by_s: 131 },
    journals_before: 0,
  };
}
