// Who holds the phone and what is open: decides which screen may be shown at all.
import type {
  Command,
  EnrolmentView,
  Presence,
  SessionView,
  StationView,
  WipeView,
} from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from '../backend/backend';
import { Queue } from '../backend/queue';
import { toBase64 } from '../shared/base64';
import { since, type Touch } from '../shared/touch';

const isPractice = (one: EnrolmentView) => one.practice;

export class SessionState {
  view = $state<SessionView | null>(null);
  stations = $state<StationView[]>([]);
  busy = $state(false);
  refusal = $state<Refusal | null>(null);
  /** Seconds until a try is taken, counted down for the eye only; the core decides. */
  wait_s = $state(0);

  readonly #backend: Backend;
  readonly #queue = new Queue();
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Whether what the screen shows is practice; of a lock, only if nothing real is behind it. */
  get practice(): boolean {
    const { open, invitation, enrolments } = this.view ?? {};
    if (open) return open.practice;
    if (invitation) return invitation.practice;
    return enrolments !== undefined && enrolments.length > 0 && enrolments.every(isPractice);
  }

  async refresh(): Promise<void> {
    await this.#queue.run(async () => {
      try {
        this.#take(expect(await this.#backend.query({ kind: 'session' }), 'session').view);
      } catch (thrown) {
        this.#refuse(thrown);
      }
    });
  }

  async askStations(): Promise<void> {
    await this.#queue.run(async () => {
      try {
        const reply = await this.#backend.query({ kind: 'stations' });
        this.stations = expect(reply, 'stations').list;
      } catch (thrown) {
        this.#refuse(thrown);
      }
    });
  }

  async readFile(file: Blob): Promise<boolean> {
    return this.#run(async () => ({
      kind: 'read_invitation_file',
      base64: toBase64(new Uint8Array(await file.arrayBuffer())),
    }));
  }

  readCode = (code: string) => this.#run({ kind: 'read_invitation_code', code });
  dropInvitation = () => this.#run({ kind: 'drop_invitation' });
  enrol = (secret: string) => this.#run({ kind: 'enrol', secret });
  unlock = (enrolment: string, secret: string) => this.#run({ kind: 'unlock', enrolment, secret });
  cover = () => this.#run({ kind: 'cover' });
  lock = () => this.#run({ kind: 'lock' });

  arrive = (station_code: string, presence: Presence, touch: Touch) =>
    this.#run(() => ({ kind: 'arrive', station_code, presence, since_touch_ms: since(touch) }));

  /** The visit was at another station all the time. */
  move = (station_code: string, text: string, touch: Touch) =>
    this.#run(() => ({ kind: 'move_visit', station_code, text, since_touch_ms: since(touch) }));

  /** Adds a station that is on no list; false if it was refused. */
  async add(code: string, name: string, touch: Touch): Promise<boolean> {
    return this.#queue.run(async () => {
      this.refusal = null;
      try {
        const ms = since(touch);
        const add = { kind: 'add_station', code, name, text: '', since_touch_ms: ms } as const;
        this.stations = expect(await this.#backend.execute(add), 'stations').list;
        return true;
      } catch (thrown) {
        this.#refuse(thrown);
        return false;
      }
    });
  }

  leave = (touch: Touch) => this.#run(() => ({ kind: 'leave', since_touch_ms: since(touch) }));

  async askWipe(enrolment: string): Promise<WipeView | null> {
    try {
      return expect(await this.#backend.query({ kind: 'wipe', enrolment }), 'wipe').view;
    } catch (thrown) {
      this.#refuse(thrown);
      return null;
    }
  }

  wipe = ({ enrolment, only_here, others_pages }: WipeView) =>
    this.#run({ kind: 'wipe', enrolment, only_here, others_pages });

  /** The network is back: the core decides what follows. */
  networkBack(): void {
    this.#backend.execute({ kind: 'network_back' }).catch(() => undefined);
  }

  settle(): void {
    this.refusal = null;
  }

  async #run(command: Command | (() => Command | Promise<Command>)): Promise<boolean> {
    return this.#queue.run(async () => {
      this.busy = true;
      this.refusal = null;
      try {
        const what = typeof command === 'function' ? await command() : command;
        const reply = await this.#backend.execute(what);
        this.#take(expect(reply, 'session').view);
        return true;
      } catch (thrown) {
        this.#refuse(thrown);
        return false;
      } finally {
        this.busy = false;
      }
    });
  }

  #take(view: SessionView): void {
    this.view = view;
    this.#countDown(view.lock.kind === 'locked' ? view.lock.wait_s : 0);
  }

  #refuse(thrown: unknown): void {
    this.refusal = refusalOf(thrown);
    const { code } = this.refusal;
    if (code.kind === 'wrong_secret' || code.kind === 'too_soon') this.#countDown(code.wait_s);
  }

  #countDown(seconds: number): void {
    clearInterval(this.#clock);
    this.wait_s = seconds;
    if (seconds <= 0) return;
    const end = performance.now() + seconds * 1000;
    this.#clock = setInterval(() => {
      this.wait_s = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      if (this.wait_s === 0) clearInterval(this.#clock);
    }, 250);
  }
}
