// The fake core's evening: a team that comes one by one, a relay to join, files and notices.
import type {
  BundleView,
  CollectView,
  ErrorCode,
  ImportedView,
  MemberView,
  NoticesView,
  QrView,
  RelaysView,
  StatusWord,
} from '../../bindings/app';

const packed = 'iQFQfB1aUAAAQACAAAAAAAAAAYFyMTkyLjE2OC40My4xOjQ3MTEx';

export const relayCode = `SANAQR1:${packed.repeat(3)}`;

/** Drawn by nobody: squares that look like a code's, the same at each start. */
function squares(size: number): QrView {
  let seed = 7;
  const corner = (x: number, y: number) => {
    const near = (a: number) => (a < 7 ? a : a >= size - 7 ? a - (size - 7) : -1);
    const [i, j] = [near(x), near(y)];
    if (i < 0 || j < 0 || (x >= size - 7 && y >= size - 7)) return null;
    const ring = Math.max(Math.abs(i - 3), Math.abs(j - 3));
    return ring !== 2;
  };
  let dark = '';
  for (let at = 0; at < size * size; at += 1) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    dark += (corner(at % size, Math.floor(at / size)) ?? seed % 5 < 2) ? '1' : '0';
  }
  return { size, dark };
}

const member = (call_sign: string, more: Partial<MemberView> = {}): MemberView => ({
  call_sign,
  state: 'missing',
  last_contact: null,
  pages: 0,
  bytes: 0,
  receipted: 0,
  unsent: 0,
  result: 'nothing',
  common: 0,
  old_version: false,
  status: null,
  status_at: null,
  held: [],
  ...more,
});

export class FakeEvening {
  collect: CollectView = {
    running: false,
    relay: 'k7f2',
    code: '',
    qr: null,
    addresses: [],
    announced: false,
    wifi_name: null,
    until: null,
    last_contact: null,
    sending: false,
    kept: false,
    wiped: null,
    team: '',
    members: [],
    unsent_bytes: 0,
  };
  relays: RelaysView = {
    joined: null,
    announced: [],
    looking: true,
    status: null,
    status_said: false,
  };
  notices: NoticesView = { notices: [], assignments: [], unread: 0 };
  imported: ImportedView = {
    new: 14,
    already: 2,
    held: 0,
    refused: 0,
    receipts: 0,
    custody: 0,
    headquarters: 0,
    damaged: [],
    answer: null,
  };

  /** A team of which some have come. */
  gather(): void {
    const at = (time: string) => `2026-12-06T${time}:00`;
    const come = { state: 'come', common: 6 } as const;
    this.collect.team = 'Алматы-3';
    this.collect.members = [
      member('B4'),
      member('B7'),
      member('B1', {
        ...come,
        last_contact: at('20:41'),
        pages: 12,
        bytes: 8400,
        unsent: 12,
        result: 'waiting',
        status: 'sheet_copied',
        status_at: at('20:41'),
      }),
      member('B2', {
        ...come,
        last_contact: at('20:38'),
        pages: 9,
        bytes: 6100,
        receipted: 4,
        unsent: 5,
        result: 'waiting',
        status: 'sheet_refused',
        status_at: at('19:05'),
        old_version: true,
        common: 4,
      }),
      member('B3', {
        ...come,
        last_contact: at('20:12'),
        pages: 11,
        bytes: 7300,
        receipted: 11,
        result: 'at_headquarters',
        status: 'safe_home',
      }),
      member('B5', {
        ...come,
        last_contact: at('20:30'),
        pages: 3,
        bytes: 1900,
        result: 'held',
        held: ['second_enrolment'],
        status: 'removed',
      }),
      member('m3q8', {
        state: 'guest',
        last_contact: at('20:44'),
        pages: 31,
        bytes: 20100,
        unsent: 31,
        result: 'waiting',
      }),
    ];
    this.collect.unsent_bytes = 34600;
  }

  /** Whether leads near by were looked for, question by question. */
  looks: boolean[] = [];

  /** Who is announced is known only while somebody looks. */
  near(look: boolean): RelaysView {
    const view = structuredClone(this.relays);
    return look ? view : { ...view, announced: [], looking: false };
  }

  unsent(): number {
    return this.collect.members.reduce((all, one) => all + one.unsent, 0);
  }

  start(wifi_name: string | null): void {
    Object.assign(this.collect, {
      running: true,
      code: relayCode,
      qr: squares(77),
      addresses: ['192.168.43.1:47111', '10.0.0.7:47111'],
      announced: true,
      wifi_name,
      until: '2026-12-06T20:54:00',
      last_contact: this.collect.members.length > 0 ? '2026-12-06T20:44:00' : null,
    } satisfies Partial<CollectView>);
  }

  stop(): void {
    Object.assign(this.collect, {
      running: false,
      code: '',
      qr: null,
      addresses: [],
      announced: false,
      until: null,
    } satisfies Partial<CollectView>);
  }

  /** A refusal, or none and the relay is joined. */
  join(code: string): ErrorCode | null {
    if (!code.replace(/\s/g, '').startsWith('SANAQR1:')) return { kind: 'not_a_relay_code' };
    this.relays.joined = {
      relay: 'k7f2',
      addresses: ['192.168.43.1:47111'],
      wifi_name: 'Dala',
      wifi_password: 'tulip 1962',
      last_met: null,
      outcome: null,
      running: true,
    };
    return null;
  }

  joinAnnounced(relay: string): ErrorCode | null {
    const found = this.relays.announced.find((one) => one.relay === relay);
    if (!found) return { kind: 'no_such_relay' };
    this.relays.joined = {
      ...found,
      wifi_name: null,
      wifi_password: null,
      last_met: null,
      outcome: null,
      running: true,
    };
    return null;
  }

  say(word: StatusWord | null): void {
    this.relays.status = word ?? 'counting';
    this.relays.status_said = word !== null;
  }

  /** Pages that have no room in a file. */
  noRoom = 0;

  bundle(): BundleView {
    const file = { base64: btoa('SANAQB1\n'), file_name: '7c1d5a50-1.sanaq-bundle' };
    return { ...file, pages: 14, left_out: this.noRoom };
  }

  read(notice: number, at: string): ErrorCode | null {
    const found = this.notices.notices.find((one) => one.notice === notice);
    if (!found) return { kind: 'no_such_notice' };
    if (found.read_at === null) this.notices.unread -= 1;
    found.read_at ??= at;
    return null;
  }
}
