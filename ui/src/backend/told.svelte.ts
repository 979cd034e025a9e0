// One view of the core: asked for, kept as it came, replaced by what a command answers.
import type {
  BesideView,
  CollectView,
  Command,
  IncidentsView,
  NoticesView,
  NowView,
  Query,
  RelaysView,
  Reply,
} from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal } from './backend';
import { Queue } from './queue';

/** The kinds of reply that hold one view, and what it is. */
interface Views {
  beside: BesideView;
  collect: CollectView;
  relays: RelaysView;
  notices: NoticesView;
  now: NowView;
  incidents: IncidentsView;
}

export class Told<K extends keyof Views> {
  view = $state<Views[K] | null>(null);
  refusal = $state<Refusal | null>(null);
  busy = $state(false);

  readonly #backend: Backend;
  readonly #kind: K;
  readonly #queue = new Queue();

  constructor(backend: Backend, kind: K) {
    this.#backend = backend;
    this.#kind = kind;
  }

  async refresh(): Promise<void> {
    await this.#queue.run(async () => {
      try {
        this.#take(await this.#backend.query(this.question()));
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
      }
    });
  }

  /** What asks for the view. */
  protected question(): Query {
    return { kind: this.#kind } as Query;
  }

  settle(): void {
    this.refusal = null;
  }

  /** Does it and takes the view it answers; false if it was refused. */
  protected async run(command: Command | (() => Command)): Promise<boolean> {
    return this.#queue.run(async () => {
      this.busy = true;
      this.refusal = null;
      try {
        const asked = typeof command === 'function' ? command() : command;
        this.#take(await this.#backend.execute(asked));
        return true;
      } catch (thrown) {
        this.refusal = refusalOf(thrown);
        return false;
      } finally {
        this.busy = false;
      }
    });
  }

  /**
   * Does it in its turn without holding up what the person presses; none when its turn comes:
   * nothing to do any more. What refused it, if anything did.
   */
  protected async quietly(command: () => Command | null): Promise<Refusal | null> {
    return this.#queue.run(async () => {
      try {
        const asked = command();
        if (asked) this.#take(await this.#backend.execute(asked));
        return null;
      } catch (thrown) {
        return refusalOf(thrown);
      }
    });
  }

  #take(reply: Reply): void {
    const { view } = expect<keyof Views>(reply, this.#kind);
    this.view = view as Views[K];
  }
}
