// What headquarters sees: one overview, asked anew at each notice, at most once at a time.
import type {
  ComplaintDetail,
  CountedEvents,
  EventAt,
  IncidentDetail,
  Me,
  NotYetLinked,
  Overview,
  Quarantined,
  StationDay,
  StatusWord,
} from '../bindings/dashboard';
import { deniedOf, type Asked, type Denied, type Headquarters } from '../backend/headquarters';

export class OverviewState {
  me = $state<Me | null>(null);
  /** Whether it is known if somebody is logged in. */
  known = $state(false);
  view = $state.raw<Overview | null>(null);
  station = $state.raw<StationDay | null>(null);
  /** The events behind a figure that is open. */
  counted = $state.raw<CountedEvents | null>(null);
  /** The incident that is open. */
  incident = $state.raw<IncidentDetail | null>(null);
  /** The complaint that is open. */
  complaint = $state.raw<ComplaintDetail | null>(null);
  /** Waiting pages that are being read. */
  waiting = $state.raw<NotYetLinked | null>(null);
  denied = $state<Denied | null>(null);
  live = $state(false);
  busy = $state(false);
  day = $state<string | null>(null);
  /** Which stations the table shows: the endpoint finds and orders them. */
  asked = $state<Asked>({ find: '', order: 'by_code', from: 0 });

  readonly headquarters: Headquarters;
  #code: string | null = null;
  #incident: EventAt | null = null;
  #complaint: EventAt | null = null;
  #asking = false;
  #again = false;
  #stop: (() => void) | null = null;

  constructor(headquarters: Headquarters) {
    this.headquarters = headquarters;
  }

  async start(): Promise<void> {
    try {
      this.#enter(await this.headquarters.me());
    } catch (thrown) {
      const denied = deniedOf(thrown);
      if (denied.code !== 'signed_out') this.denied = denied;
    } finally {
      this.known = true;
    }
  }

  async login(name: string, password: string): Promise<void> {
    this.busy = true;
    this.denied = null;
    try {
      this.#enter(await this.headquarters.login(name, password));
    } catch (thrown) {
      this.denied = deniedOf(thrown);
    } finally {
      this.busy = false;
    }
  }

  async logout(): Promise<void> {
    try {
      await this.headquarters.logout();
    } catch {
      // Whatever it answered, this page forgets what it showed.
    }
    this.#leave();
    this.denied = null;
  }

  /** Opens a station's day, or none. */
  async show(code: string | null): Promise<void> {
    if (code !== this.#code) {
      this.station = this.counted = null;
      this.denied = null;
    }
    this.#code = code;
    await this.#askStation();
  }

  async choose(day: string): Promise<void> {
    this.day = day;
    await this.refresh();
  }

  /** Other stations in the table. */
  async table(asked: Asked): Promise<void> {
    this.asked = asked;
    await this.refresh();
  }

  /** Asks anew. A notice during an answer asks once more afterwards, not once each. */
  async refresh(): Promise<void> {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      do {
        this.#again = false;
        this.view = await this.headquarters.overview(this.day, this.asked);
        this.denied = null;
        await this.#askStation();
        await this.#askOpen();
      } while (this.#again);
    } catch (thrown) {
      this.#deny(thrown);
    } finally {
      this.#asking = false;
    }
  }

  /** Opens the events behind a point's figure, in one hour or the day, or closes them. */
  async open(point: number | null, hour: number | null): Promise<void> {
    this.counted = null;
    const code = this.#code;
    if (point === null || code === null) return;
    try {
      const counted = await this.headquarters.counted(code, this.day, point, hour);
      if (this.#code === code) this.counted = counted;
    } catch (thrown) {
      this.#deny(thrown);
    }
  }

  /** Opens an incident, or closes it. */
  async openIncident(event: EventAt | null): Promise<void> {
    await this.#openOne(event, null);
  }

  /** Opens a complaint, or closes it. */
  async openComplaint(event: EventAt | null): Promise<void> {
    await this.#openOne(null, event);
  }

  /** Asks whoever reported. */
  ask(event: EventAt, text: string): Promise<boolean> {
    return this.#do(() => this.headquarters.ask(event, text));
  }

  /** Decides how an incident stands. */
  decide(event: EventAt, status: StatusWord, words: string): Promise<boolean> {
    return this.#do(() => this.headquarters.setStatus(event, status, words));
  }

  /** Opens what waits of a journal, or closes it. */
  async read(journal: string | null): Promise<void> {
    this.waiting = null;
    if (journal === null) return;
    try {
      this.waiting = await this.headquarters.notYetLinked(journal);
    } catch (thrown) {
      this.#deny(thrown);
    }
  }

  admit(held: Quarantined, reason: string): Promise<boolean> {
    return this.#do(() => this.headquarters.admit(held.journal, reason, held.branch));
  }

  /** Does what an operator wants and shows what came of it; whether it was done. */
  async #do(deed: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    try {
      await deed();
      await this.refresh();
      return true;
    } catch (thrown) {
      this.#deny(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** One of the two is open at most. */
  async #openOne(incident: EventAt | null, complaint: EventAt | null): Promise<void> {
    this.#incident = incident;
    this.#complaint = complaint;
    this.incident = this.complaint = null;
    try {
      await this.#askOpen();
    } catch (thrown) {
      this.#deny(thrown);
    }
  }

  async #askOpen(): Promise<void> {
    const [event, about] = [this.#incident, this.#complaint];
    if (event !== null) {
      const incident = await this.headquarters.incident(event);
      if (this.#incident === event) this.incident = incident;
    }
    if (about !== null) {
      const complaint = await this.headquarters.complaint(about);
      if (this.#complaint === about) this.complaint = complaint;
    }
  }

  async #askStation(): Promise<void> {
    const code = this.#code;
    if (code === null) return;
    try {
      const station = await this.headquarters.station(code, this.day);
      if (this.#code === code) this.station = station;
    } catch (thrown) {
      this.#deny(thrown);
    }
  }

  #enter(me: Me): void {
    this.me = me;
    this.#stop?.();
    this.#stop = this.headquarters.changes(
      (version) => {
        if (version !== this.view?.version) void this.refresh();
      },
      (yes) => {
        // A line that comes back may have missed a notice.
        if (yes && !this.live) void this.refresh();
        this.live = yes;
        if (!yes) void this.#stillIn();
      },
    );
    void this.refresh();
  }

  async #stillIn(): Promise<void> {
    try {
      await this.headquarters.me();
    } catch (thrown) {
      this.#deny(thrown);
    }
  }

  #deny(thrown: unknown): void {
    this.denied = deniedOf(thrown);
    if (this.denied.code === 'signed_out') this.#leave();
  }

  #leave(): void {
    this.#stop?.();
    this.#stop = null;
    this.me = null;
    this.view = null;
    this.station = null;
    this.counted = null;
    this.incident = this.#incident = null;
    this.complaint = this.#complaint = null;
    this.waiting = null;
    this.live = false;
  }
}
