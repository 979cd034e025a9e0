// A core that remembers only until the page is closed. It keeps the order of things (lock, visit,
// watch, count), so that screens and state can be tested without the shell; it proves nothing
// about the real one. Tests may stall it or make it refuse.
import type {
  Command,
  ErrorCode,
  LockState,
  LogView,
  Notice,
  Query,
  Reply,
  Role,
  SecretShape,
  SessionView,
  StationView,
  Topic,
  TurnoutInput,
  TurnoutView,
} from '../../bindings/app';
import { Refusal, type Backend, type Saved } from '../backend';
import { FakeBeside } from './beside';
import { FakeDay } from './day';
import {
  contests,
  enrolment,
  invitation,
  nothingRecorded,
  shown,
  stations,
  typedStation,
  wiped,
} from './election';
import { FakeEarlier } from './earlier';
import { FakeEvening } from './evening';
import { schedule } from './schedule';
import { amend, note } from './said';
import { FakeSheet } from './sheet';
import { FakeIncidents } from './incident';
import { FakeUrgent } from './urgent';
import { watched } from './watch';

export class FakeCore implements Backend {
  readonly day = new FakeDay();
  readonly beside = new FakeBeside();
  readonly earlier = new FakeEarlier();
  readonly sheet = new FakeSheet();
  readonly evening = new FakeEvening();
  readonly urgent = new FakeUrgent();
  readonly incidents = new FakeIncidents();
  role: Role = 'observer';
  /** Files that were saved, by name. */
  readonly saved: string[] = [];
  /** What the person does in the save dialog. */
  saving: Saved = 'saved';
  lock: LockState = { kind: 'empty' };
  secretShape: SecretShape = 'passphrase';
  secret = '';
  wrongTries = 0;
  invited = false;
  defined = true;
  switchedOn = enrolment.switched_on;
  turnouts: TurnoutView[] = [];
  /** Stations added on this device. */
  readonly added: StationView[] = [];
  log: LogView[] = [];
  delivery = nothingRecorded();
  /** What was asked of it, for tests. */
  readonly commands: Command[] = [];
  #hears: ((notice: Notice) => void)[] = [];
  #stall: Promise<void> | null = null;
  #release: (() => void) | null = null;
  #refusals: ErrorCode[] = [];

  /** From now on commands wait, as if the disk stood still; the answer lets them go. */
  stall(): () => void {
    this.#stall = new Promise((go) => {
      this.#release = go;
    });
    return () => {
      this.#release?.();
      this.#stall = null;
    };
  }

  /** The next command is refused so. */
  refuseNext(code: ErrorCode): void {
    this.#refusals.push(code);
  }

  tell(...topics: Topic[]): void {
    for (const hear of this.#hears) hear({ kind: 'changed', topics });
  }

  notices(hear: (notice: Notice) => void): Promise<void> {
    this.#hears.push(hear);
    return Promise.resolve();
  }

  async execute(command: Command): Promise<Reply> {
    this.commands.push(command);
    if (this.#stall) await this.#stall;
    const refusal = this.#refusals.shift();
    if (refusal) throw new Refusal(refusal);
    return this.#do(command);
  }

  async save(name: string): Promise<Saved> {
    await Promise.resolve();
    if (this.saving !== 'cancelled') this.saved.push(name);
    return this.saving;
  }

  query(query: Query): Promise<Reply> {
    return Promise.resolve().then(() => this.#answer(query));
  }

  #answer(query: Query): Reply {
    if (query.kind === 'session') return this.#session();
    if (query.kind === 'counter') return this.#counter();
    if (query.kind === 'wipe') return this.#wipe();
    this.#mustBe('open');
    switch (query.kind) {
      case 'stations':
        return this.#stations();
      case 'beside':
        return this.#beside();
      case 'read_hand_over':
        return this.beside.says(query.code);
      case 'earlier':
        return this.earlier.reply();
      case 'opened_hour':
        return { kind: 'opened_hour', view: this.beside.opened(query.start, this.day) };
      case 'checklists':
        return { kind: 'checklists', list: this.defined ? [this.sheet.summary()] : [] };
      case 'checklist':
        return { kind: 'checklist', view: this.sheet.view() };
      case 'turnouts':
        return { kind: 'turnouts', list: this.turnouts, contests };
      case 'log':
        return { kind: 'log', list: this.log };
      case 'now':
        return { kind: 'now', view: this.incidents.now(schedule) };
      case 'urgent':
        return { kind: 'urgent', list: structuredClone(this.urgent.list) };
      case 'incidents':
        return { kind: 'incidents', view: this.incidents.told(false) };
      case 'delivery':
        return this.#delivery();
      case 'collect':
        return this.#collect();
      case 'relays':
        this.evening.looks.push(query.look);
        return { kind: 'relays', view: this.evening.near(query.look) };
      case 'notices':
        return { kind: 'notices', view: structuredClone(this.evening.notices) };
    }
  }

  #do(command: Command): Reply {
    switch (command.kind) {
      case 'read_invitation_file':
        return this.#read(atob(command.base64).startsWith('SANAQ'));
      case 'read_invitation_code':
        return this.#read(command.code.trim().startsWith('SANAQ1:'));
      case 'drop_invitation':
        this.invited = false;
        return this.#session();
      case 'enrol':
        return this.#enrol(command.secret);
      case 'unlock':
        return this.#unlock(command.secret);
      case 'cover':
        this.lock = this.day.watch.kind === 'watching' ? { kind: 'covered' } : this.#locked();
        return this.#session();
      case 'lock':
        this.lock = this.#locked();
        return this.#session();
      case 'wipe':
        this.lock = { kind: 'empty' };
        this.day.visit = null;
        return this.#session();
      case 'app_to_front':
      case 'network_back':
        return { kind: 'done' };
      case 'arrive':
      case 'leave':
      case 'move_visit':
        return this.#move(command);
      case 'mend_visit':
        this.earlier.mend(command.visit, command.mend, this.day.nextEvent());
        this.#wrote();
        return this.earlier.reply();
      case 'add_station':
        this.added.push({ ...typedStation(command.code.trim()), name: command.name });
        return this.#stations();
      case 'seal_now':
      case 'send_now':
        return this.#send();
      case 'close_alarm': {
        const { alarm, page } = command;
        this.delivery.alarms = this.delivery.alarms.filter(
          (one) => !one.closable || one.alarm !== alarm || one.page !== page,
        );
        return this.#delivery();
      }
      case 'note_turnout':
        return this.#note(command.turnout);
      case 'amend_turnout':
        return this.#amend(command.event, command.turnout, command.reason === 'withdrawn');
      case 'begin_checklist':
        this.sheet.instance += 1;
        return { kind: 'checklist', view: this.sheet.view() };
      case 'answer':
        if (!this.sheet.answer(command, this.day.now())) {
          throw new Refusal({ kind: 'answer_does_not_fit' });
        }
        this.#wrote();
        return { kind: 'checklist', view: this.sheet.view() };
      case 'change_checklist':
        this.sheet.change(command.change, this.day.now());
        return { kind: 'checklist', view: this.sheet.view() };
      case 'log_entry':
        this.log = [
          {
            event: this.day.nextEvent(),
            about: command.about,
            text: command.text,
            seen_at: command.seen_at
              ? `${this.day.now().slice(0, 11)}${command.seen_at}:00`
              : this.day.now(),
          },
          ...this.log,
        ];
        this.#wrote();
        return { kind: 'log', list: this.log };
      case 'tell_incident':
        return this.incidents.execute(command.deed, this.day, this.lock, () => this.#wrote());
      case 'keep_draft':
        return this.incidents.keep(command, this.lock);
      default:
        return (
          this.#alarm(command) ??
          this.#carry(command) ??
          this.#aside(command) ??
          this.#watch(command)
        );
    }
  }

  /** Alarms, covered too; none if it is another command. */
  #alarm(command: Command): Reply | null {
    const covered = this.lock.kind === 'covered';
    const code = this.day.visit?.station.code ?? '';
    switch (command.kind) {
      case 'report_removed':
      case 'report_danger':
        this.urgent.raise(command.kind, this.day.nextEvent(), code, this.day.now());
        break;
      case 'tell_urgent':
      case 'end_urgent':
        if (covered) throw new Refusal({ kind: 'locked' });
        if (!this.urgent.change(command, this.day.now())) {
          throw new Refusal({ kind: 'no_such_urgent' });
        }
        break;
      default:
        return null;
    }
    this.#wrote();
    return { kind: 'urgent', list: covered ? [] : structuredClone(this.urgent.list) };
  }

  /** What stands beside the count; none if it is another command. */
  #aside(command: Command): Reply | null {
    switch (command.kind) {
      case 'amend_watch':
      case 'explain_quiet':
      case 'correct_hour':
      case 'relate_watch':
      case 'start_box_trip':
      case 'end_box_trip':
      case 'note_register':
      case 'hand_over':
      case 'take_over':
      case 'give_back': {
        const refusal = this.beside.do(command, this.day);
        if (refusal) throw new Refusal(refusal);
        this.#wrote();
        this.tell('counter');
        return this.#beside();
      }
      default:
        return null;
    }
  }

  #beside(): Reply {
    if (!this.day.visit) throw new Refusal({ kind: 'no_visit' });
    return { kind: 'beside', view: this.beside.shown(this.day) };
  }

  #stations(): Reply {
    return { kind: 'stations', list: [...(this.defined ? stations : []), ...this.added] };
  }

  /** The evening's commands; none if it is another. */
  #carry(command: Command): Reply | null {
    const { evening } = this;
    switch (command.kind) {
      case 'start_collecting':
        if (this.role !== 'lead') throw new Refusal({ kind: 'not_a_lead' });
        evening.start(command.wifi_name);
        return this.#collect();
      case 'stop_collecting':
        evening.stop();
        return this.#collect();
      case 'send_on':
        evening.collect.sending = true;
        return this.#collect();
      case 'keep_team_list':
        evening.collect.kept = command.keep;
        return this.#collect();
      case 'join_relay':
        return this.#relays(evening.join(command.code));
      case 'join_announced':
        return this.#relays(evening.joinAnnounced(command.relay));
      case 'leave_relay':
        evening.relays.joined = null;
        return this.#relays(null);
      case 'say_status':
        evening.say(command.word);
        return this.#relays(null);
      case 'export_bundle':
        if (this.delivery.on_phone === 0) throw new Refusal({ kind: 'nothing_to_send' });
        return { kind: 'bundle', view: evening.bundle() };
      case 'import_bundle':
        if (!atob(command.base64).startsWith('SANAQB1')) {
          throw new Refusal({ kind: 'bundle_unreadable' });
        }
        return { kind: 'imported', view: structuredClone(evening.imported) };
      case 'read_notice': {
        const refusal = evening.read(command.notice, this.day.now());
        if (refusal) throw new Refusal(refusal);
        return { kind: 'notices', view: structuredClone(evening.notices) };
      }
      default:
        return null;
    }
  }

  #collect(): Reply {
    if (this.role !== 'lead') throw new Refusal({ kind: 'not_a_lead' });
    return { kind: 'collect', view: structuredClone(this.evening.collect) };
  }

  #relays(refusal: ErrorCode | null): Reply {
    if (refusal) throw new Refusal(refusal);
    const { joined } = this.evening.relays;
    this.delivery.relay = joined && {
      last_met: joined.last_met,
      outcome: joined.outcome,
      running: joined.running,
    };
    return { kind: 'relays', view: structuredClone(this.evening.relays) };
  }

  #watch(command: Command): Reply {
    const refusal = watched(this.day, command);
    if (refusal) throw new Refusal(refusal);
    this.#wrote();
    return this.#counter();
  }

  #wrote(): void {
    this.delivery.on_phone += 1;
    this.delivery.not_sealed += 1;
  }

  #counter(): Reply {
    if (this.lock.kind !== 'open' && this.lock.kind !== 'covered') {
      throw new Refusal({ kind: 'locked' });
    }
    if (!this.day.visit) throw new Refusal({ kind: 'no_visit' });
    return { kind: 'counter', view: this.day.view(this.lock.kind === 'covered') };
  }

  #session(): Reply {
    const open = this.lock.kind === 'open';
    const view: SessionView = {
      enrolments: this.secret === '' ? [] : [enrolment],
      invitation: this.invited ? invitation : null,
      lock: this.lock,
      open:
        open || this.lock.kind === 'covered'
          ? shown(open, this.defined, this.role, this.switchedOn)
          : null,
      visit: open ? this.day.visit : null,
      secret_shape: this.secretShape,
      undelivered: this.delivery.on_phone + this.delivery.with_lead,
      carried: open ? this.evening.unsent() : 0,
      unread: open ? this.evening.notices.unread : 0,
    };
    return { kind: 'session', view };
  }

  #read(good: boolean): Reply {
    if (!good) throw new Refusal({ kind: 'not_an_invitation' });
    this.invited = true;
    return this.#session();
  }

  #enrol(secret: string): Reply {
    if (!this.invited) throw new Refusal({ kind: 'no_invitation' });
    if (secret.length < 8) throw new Refusal({ kind: 'secret_too_weak', min: 8 });
    this.secret = secret;
    this.invited = false;
    this.lock = { kind: 'open' };
    return this.#session();
  }

  #unlock(secret: string): Reply {
    if (secret !== this.secret) {
      this.wrongTries += 1;
      const wait_s = this.wrongTries > 2 ? 30 : 0;
      throw new Refusal({ kind: 'wrong_secret', wait_s, attempts: this.wrongTries });
    }
    this.wrongTries = 0;
    this.lock = { kind: 'open' };
    return this.#session();
  }

  #move(command: Extract<Command, { kind: 'arrive' | 'leave' | 'move_visit' }>): Reply {
    if (command.kind === 'leave') {
      this.earlier.leave(this.day);
      this.day.visit = null;
      this.day.watch = { kind: 'none' };
      return this.#session();
    }
    const code = command.station_code.trim();
    if (code === '') throw new Refusal({ kind: 'no_station_code' });
    const known = [...stations, ...this.added].find((one) => one.code === code);
    const station = known ?? typedStation(code);
    if (command.kind === 'move_visit') {
      if (this.day.visit) this.day.visit = { ...this.day.visit, station };
      this.#wrote();
      return this.#session();
    }
    this.day.visit = {
      visit: this.day.nextEvent(),
      station,
      presence: command.presence,
      since: this.day.now(),
      day: '2026-12-06',
    };
    this.#wrote();
    return this.#session();
  }

  #note(noted: TurnoutInput): Reply {
    const reply = note(this.turnouts, noted, this.day);
    this.turnouts = reply.list;
    this.#wrote();
    return { kind: 'turnout_noted', ...reply };
  }

  #amend(event: number, noted: TurnoutInput, withdrawn: boolean): Reply {
    if (!amend(this.turnouts, event, noted, withdrawn)) {
      throw new Refusal({ kind: 'no_such_entry' });
    }
    this.#wrote();
    return { kind: 'turnout_noted', list: structuredClone(this.turnouts), ask: 'nothing' };
  }

  #send(): Reply {
    if (this.delivery.on_phone === 0) throw new Refusal({ kind: 'nothing_to_send' });
    this.delivery.contact = { ...this.delivery.contact, running: false, outcome: 'no_network' };
    return this.#delivery();
  }

  #delivery(): Reply {
    return { kind: 'delivery', view: structuredClone(this.delivery) };
  }

  #wipe(): Reply {
    const only_here = this.lock.kind === 'open' ? this.delivery.on_phone : null;
    return { kind: 'wipe', view: wiped(only_here, this.day.taps.length) };
  }

  #locked(): LockState {
    return { kind: 'locked', wait_s: 0 };
  }

  #mustBe(lock: LockState['kind']): void {
    if (this.lock.kind !== lock) throw new Refusal({ kind: 'locked' });
  }
}
