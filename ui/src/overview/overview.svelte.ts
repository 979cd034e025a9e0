// What headquarters sees: one overview, asked anew at each notice, at most once at a time.
import type { Me, NotYetLinked, Overview, Quarantined, StationDay } from '../bindings/dashboard';
import { deniedOf, type Denied, type Headquarters } from '../backend/headquarters';

export class OverviewState {
  me = $state<Me | null>(null);
  /** Whether it is known if somebody is logged in. */
  known = $state(false);
  view = $state.raw<Overview | null>(null);
  station = $state.raw<StationDay | null>(null);
  /** Waiting pages that are being read. */
  waiting = $state.raw<NotYetLinked | null>(null);
  denied = $state<Denied | null>(null);
  live = $state(false);
  busy = $state(false);
  day = $state<string | null>(null);

  readonly headquarters: Headquarters;
  #code: string | null = null;
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
    if (code !== this.#code) this.station = null;
    this.#code = code;
    await this.#askStation();
  }

  async choose(day: string): Promise<void> {
    this.day = day;
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
        this.view = await this.headquarters.overview(this.day);
        this.denied = null;
        await this.#askStation();
      } while (this.#again);
    } catch (thrown) {
      this.#deny(thrown);
    } finally {
      this.#asking = false;
    }
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

  async admit(held: Quarantined, reason: string): Promise<boolean> {
    this.busy = true;
    try {
      await this.headquarters.admit(held.journal, reason, held.branch);
      await this.refresh();
      return true;
    } catch (thrown) {
      this.#deny(thrown);
      return false;
    } finally {
      this.busy = false;
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
    this.waiting = null;
    this.live = false;
  }
}
