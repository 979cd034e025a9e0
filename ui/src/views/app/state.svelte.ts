// All state of the app's page in one object, made once for a backend and handed down by context.
import { createContext } from 'svelte';
import type { Feature, Topic } from '../../bindings/app';
import type { Backend } from '../../backend/backend';
import { BesideState } from '../../beside/beside.svelte';
import { EarlierState } from '../../beside/earlier.svelte';
import { BundleState } from '../../bundle/bundle.svelte';
import { ChecklistState } from '../../checklist/checklist.svelte';
import { CounterState } from '../../count/counter.svelte';
import { DeliveryState } from '../../delivery/delivery.svelte';
import { IncidentState } from '../../incident/incident.svelte';
import { LogState } from '../../log/log.svelte';
import { NoticesState } from '../../notices/notices.svelte';
import { RelayState } from '../../relay/relay.svelte';
import { ScheduleState } from '../../schedule/schedule.svelte';
import { SessionState } from '../../session/session.svelte';
import { TeamState } from '../../team/team.svelte';
import { TurnoutState } from '../../turnout/turnout.svelte';
import { UrgentState } from '../../urgent/urgent.svelte';

export class AppState {
  readonly session: SessionState;
  readonly counter: CounterState;
  readonly beside: BesideState;
  readonly earlier: EarlierState;
  readonly checklists: ChecklistState;
  readonly turnout: TurnoutState;
  readonly log: LogState;
  readonly delivery: DeliveryState;
  readonly team: TeamState;
  readonly relay: RelayState;
  readonly bundle: BundleState;
  readonly notices: NoticesState;
  readonly schedule: ScheduleState;
  readonly urgent: UrgentState;
  readonly incident: IncidentState;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.session = new SessionState(backend);
    this.counter = new CounterState(backend);
    this.beside = new BesideState(backend);
    this.earlier = new EarlierState(backend);
    this.checklists = new ChecklistState(backend);
    this.turnout = new TurnoutState(backend);
    this.log = new LogState(backend);
    this.delivery = new DeliveryState(backend);
    this.team = new TeamState(backend);
    this.relay = new RelayState(backend);
    this.bundle = new BundleState(backend);
    this.notices = new NoticesState(backend);
    this.schedule = new ScheduleState(backend);
    this.urgent = new UrgentState(backend);
    this.incident = new IncidentState(backend);
  }

  /** Listens to the core, then asks what is open. */
  async start(): Promise<void> {
    try {
      await this.#backend.notices((notice) => {
        if (notice.kind === 'changed') for (const topic of notice.topics) this.#again(topic);
        else this.#again('delivery');
        if (notice.kind === 'relay') this.#again('relays');
      });
    } finally {
      await this.session.refresh();
    }
  }

  /** What can be read with or without a visit, asked anew. */
  async openBooks(): Promise<void> {
    await Promise.all([
      this.delivery.refresh(),
      this.notices.refresh(),
      this.urgent.refresh(),
      this.incident.refresh(),
      ...(this.leads ? [this.team.refresh()] : []),
    ]);
  }

  /** What an open visit shows, asked anew. */
  async openVisit(): Promise<void> {
    await Promise.all([
      this.counter.refresh(),
      this.beside.refresh(),
      this.checklists.refresh(),
      this.turnout.refresh(),
      this.log.refresh(),
      this.schedule.refresh(),
    ]);
  }

  get readable(): boolean {
    return this.session.view?.lock.kind === 'open';
  }

  /** Whether the holder leads a team. */
  get leads(): boolean {
    return this.session.view?.open?.role === 'lead';
  }

  /** Whether the election uses this part. */
  has(feature: Feature): boolean {
    return this.session.view?.open?.switched_on.includes(feature) ?? false;
  }

  #again(topic: Topic): void {
    switch (topic) {
      case 'session':
        void this.session.refresh();
        if (this.readable) void this.session.askStations();
        return;
      case 'counter':
        void this.counter.refresh();
        if (this.readable && this.session.view?.visit) void this.beside.refresh();
        return;
      case 'checklists':
        if (!this.readable) return;
        void this.checklists.refresh();
        return;
      case 'delivery':
        void this.session.refresh();
        if (this.readable) void this.delivery.refresh();
        return;
      case 'collect':
        if (this.readable && this.leads) void this.team.refresh();
        return;
      case 'relays':
        if (this.readable) void this.relay.refresh();
        return;
      case 'notices':
        void this.session.refresh();
        if (this.readable) void this.notices.refresh();
        return;
      case 'incidents':
        if (!this.readable) return;
        void this.incident.refresh();
        void this.schedule.refresh();
        return;
      case 'urgent':
        if (this.readable) void this.urgent.refresh();
        return;
    }
  }
}

export const [appState, setAppState] = createContext<AppState>();
