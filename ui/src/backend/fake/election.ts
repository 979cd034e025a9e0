// The invented election the fake core serves: one station, Alice observes, one short checklist.
import type {
  CategoryView,
  ContestView,
  DeliveryView,
  EnrolmentView,
  Feature,
  InvitationView,
  ItemView,
  PointView,
  Role,
  StationView,
  Texts,
  WipeView,
} from '../../bindings/app';

const t = (kk: string, ru: string, en: string): Texts => ({ kk, ru, en });

export const enrolment: EnrolmentView = {
  id: '7c1d5a50-0000-4000-8000-000000000001-1',
  election: t(
    'Кезектен тыс сайлау (жаттығу)',
    'Внеочередные выборы (тренировка)',
    'Early election (practice)',
  ),
  practice: true,
  languages: ['kk', 'ru', 'en'],
  role: 'observer',
  defined: true,
  switched_on: [
    'count',
    'turnout',
    'checklists',
    'log',
    'incidents',
    'box_trips',
    'hand_over',
    'collect',
  ],
};

/** The open enrolment; covered only what the counter needs. */
export function shown(
  readable: boolean,
  defined: boolean,
  role: Role,
  switched_on: Feature[],
): EnrolmentView {
  if (readable) return { ...enrolment, defined, role, switched_on };
  const mark = switched_on.filter((part) => part === 'incidents');
  const { id, practice } = enrolment;
  const unsaid = { election: {}, languages: [], role: 'observer' as const, defined: false };
  return { id, practice, ...unsaid, switched_on: mark };
}

export const invitation: InvitationView = {
  election: enrolment.election,
  practice: true,
  role: 'observer',
  expires: '2026-12-20',
  endpoints: ['127.0.0.1:4443'],
};

const hours = { opens: '2026-12-06T07:00:00', closes: '2026-12-06T20:00:00', zone: 'Asia/Almaty' };

export const stations: StationView[] = [
  {
    code: '1804',
    name: '№12 мектеп',
    region: ['Алматы', 'Бостандық'],
    registered: 2310,
    assigned: true,
    ...hours,
  },
  {
    code: '1805',
    name: '4-лицей',
    region: ['Алматы', 'Бостандық'],
    registered: 1864,
    assigned: true,
    ...hours,
  },
];

export function typedStation(code: string): StationView {
  return { code, name: '', region: [], registered: null, assigned: false, ...hours };
}

export const points: PointView[] = [
  { point: 1, what: 'box', names: {} },
  { point: 2, what: 'ballot_desk', names: {} },
  { point: 3, what: 'room_entrance', names: {} },
];

export const categories: CategoryView[] = [
  { category: 1, code: 'voter', names: {}, role: 'adds', day_count: 0 },
  { category: 2, code: 'assisted', names: {}, role: 'part', day_count: 0 },
  { category: 3, code: 'in_group', names: {}, role: 'part', day_count: 0 },
  { category: 4, code: 'turned_away', names: {}, role: 'outside', day_count: 0 },
  { category: 5, code: 'left_without_voting', names: {}, role: 'outside', day_count: 0 },
];

export const contests: ContestView[] = [];

export const formTitle = t('Учаскенің ашылуы', 'Открытие участка', 'Opening of the station');

const blank = {
  path: [],
  group: null,
  hint: {},
  guidance: {},
  relevant: true,
  required: false,
  required_message: {},
  read_only: false,
  constraint: { kind: 'satisfied' },
  given: { kind: 'empty' },
  seen_at: null,
  written_at: null,
} satisfies Partial<ItemView>;

const yesNo = [
  { choice: 1, name: 'yes', label: t('Иә', 'Да', 'Yes'), offered: true },
  { choice: 2, name: 'no', label: t('Жоқ', 'Нет', 'No'), offered: true },
];

/** The checklist: every shape of question, a group, a skip (4 shows if 3 is no), a constraint. */
export const items: ItemView[] = [
  {
    ...blank,
    number: 1,
    name: 'opening',
    shape: { kind: 'group' },
    label: t('Ашылуы', 'Открытие', 'The opening'),
  },
  {
    ...blank,
    number: 2,
    name: 'intro',
    group: 1,
    shape: { kind: 'note' },
    label: t(
      'Көргеніңізді ғана жазыңыз. Сұрамасаңыз да болады.',
      'Пишите только то, что видели сами. Спрашивать никого не обязательно.',
      'Write only what you saw. You need not ask anybody.',
    ),
  },
  {
    ...blank,
    number: 3,
    name: 'on_time',
    group: 1,
    required: true,
    shape: { kind: 'select_one', choices: yesNo },
    label: t('Учаске уақытында ашылды ма?', 'Участок открылся вовремя?', 'Did it open on time?'),
  },
  {
    ...blank,
    number: 4,
    name: 'late_minutes',
    group: 1,
    relevant: false,
    shape: { kind: 'integer' },
    label: t('Неше минут кешікті?', 'На сколько минут позже?', 'How many minutes late?'),
    hint: t('0 мен 600 арасында', 'от 0 до 600', 'from 0 to 600'),
  },
  {
    ...blank,
    number: 5,
    name: 'boxes',
    shape: { kind: 'group' },
    label: t('Жәшіктер', 'Ящики', 'Ballot boxes'),
  },
  {
    ...blank,
    number: 6,
    name: 'sealed',
    group: 5,
    required: true,
    shape: { kind: 'select_one', choices: yesNo },
    label: t(
      'Жәшіктер бос күйінде көрсетіліп, мөрленді ме?',
      'Ящики показали пустыми и опечатали?',
      'Were the boxes shown empty and sealed?',
    ),
  },
  {
    ...blank,
    number: 7,
    name: 'turnout_share',
    group: 5,
    shape: { kind: 'decimal' },
    label: t('Жәшіктің биіктігі, метр', 'Высота ящика, метров', 'Height of the box in metres'),
  },
  {
    ...blank,
    number: 8,
    name: 'present',
    shape: {
      kind: 'select_multiple',
      choices: [
        {
          choice: 1,
          name: 'police',
          label: t('Полиция', 'Полиция (наряд)', 'Police'),
          offered: true,
        },
        {
          choice: 2,
          name: 'party',
          label: t('Партия өкілдері', 'Представители партий', 'Party agents'),
          offered: true,
        },
        { choice: 3, name: 'press', label: t('Баспасөз', 'Пресса', 'Press'), offered: true },
      ],
    },
    label: t('Тағы кім болды?', 'Кто ещё присутствовал?', 'Who else was there?'),
  },
  {
    ...blank,
    number: 9,
    name: 'remark',
    shape: { kind: 'text', multiline: true },
    label: t('Тағы не байқадыңыз?', 'Что ещё вы заметили?', 'What else did you notice?'),
  },
];

/** What a wipe would destroy; what lies only here is told while it can be read. */
export function wiped(only_here: number | null, counted: number): WipeView {
  return {
    enrolment: enrolment.id,
    election: enrolment.election,
    only_here,
    with_lead_only: 0,
    others_pages: only_here === null ? null : 0,
    others_devices: 0,
    answers: 3,
    counted,
  };
}

/** Before anything is recorded. */
export function nothingRecorded(): DeliveryView {
  return {
    on_phone: 0,
    with_lead: 0,
    at_headquarters: 0,
    not_sealed: 0,
    relay_met: false,
    relay: null,
    pages: [],
    contact: { last: null, outcome: null, running: false, next_in_s: null },
    alarms: [],
    clock: { kind: 'claimed' },
    journals_before: 0,
  };
}
