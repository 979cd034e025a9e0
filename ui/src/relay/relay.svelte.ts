// Being collected: the lead's device this one has joined, and those announced near by.
import type { Query, StatusWord } from '../bindings/app';
import type { Backend } from '../backend/backend';
import { Told } from '../backend/told.svelte';

export class RelayState extends Told<'relays'> {
  /** The view says who is near by; false until the first answer after the look began. */
  looked = $state(false);
  #look = false;

  constructor(backend: Backend) {
    super(backend, 'relays');
  }

  /** Looks around until what it gives is called. */
  look(): () => void {
    this.#look = true;
    void this.refresh().then(() => (this.looked = this.#look));
    return () => {
      this.#look = this.looked = false;
      void this.refresh();
    };
  }

  protected override question(): Query {
    return { kind: 'relays', look: this.#look };
  }

  join = (code: string) => this.run({ kind: 'join_relay', code });
  joinAnnounced = (relay: string) => this.run({ kind: 'join_announced', relay });
  leave = () => this.run({ kind: 'leave_relay' });
  say = (word: StatusWord | null) => this.run({ kind: 'say_status', word });
}
