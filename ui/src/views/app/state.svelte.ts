// All state of the app's page in one object, made once for a backend and handed down by context.
import { createContext } from 'svelte';
import type { Topic } from '../../bindings/app';
import type { Backend } from '../../backend/backend';
import { ChecklistState } from '../../checklist/checklist.svelte';
import { CounterState } from '../../count/counter.svelte';
import { DeliveryState } from '../../delivery/delivery.svelte';
import { LogState } from '../../log/log.svelte';
import { SessionState } from '../../session/session.svelte';
import { TurnoutState } from '../../turnout/turnout.svelte';

export class AppState {
  readonly session: SessionState;
  readonly counter: CounterState;
  readonly checklists: ChecklistState;
  readonly turnout: TurnoutState;
  readonly log: LogState;
  readonly delivery: DeliveryState;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.session = new SessionState(backend);
    this.counter = new CounterState(backend);
    this.checklists = new ChecklistState(backend);
    this.turnout = new TurnoutState(backend);
    this.log = new LogState(backend);
    this.delivery = new DeliveryState(backend);
  }

  /** Listens to the core, then asks what is open. */
  async start(): Promise<void> {
    try {
      await this.#backend.notices((notice) => {
        if (notice.kind === 'changed') for (const topic of notice.topics) this.#again(topic);
        else this.#again('delivery');
      });
    } finally {
      await this.session.refresh();
    }
  }

  /** What an open visit shows, asked anew. */
  async openVisit(): Promise<void> {
    await Promise.all([
      this.counter.refresh(),
      this.checklists.refresh(),
      this.turnout.refresh(),
      this.log.refresh(),
      this.delivery.refresh(),
    ]);
  }

  get readable(): boolean {
    return this.session.view?.lock.kind === 'open';
  }

  #again(topic: Topic): void {
    switch (topic) {
      case 'session':
        void this.session.refresh();
        if (this.readable) void this.session.askStations();
        return;
      case 'counter':
        void this.counter.refresh();
        return;
      case 'checklists':
        if (!this.readable) return;
        void this.checklists.refresh();
        return;
      case 'delivery':
        void this.session.refresh();
        if (this.readable) void this.delivery.refresh();
        return;
    }
  }
}

export const [appState, setAppState] = createContext<AppState>();
