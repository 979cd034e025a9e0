// Being collected: the lead's device this one has joined, and those announced near by.
import type { StatusWord } from '../bindings/app';
import type { Backend } from '../backend/backend';
import { Told } from '../backend/told.svelte';

export class RelayState extends Told<'relays'> {
  constructor(backend: Backend) {
    super(backend, 'relays');
  }

  join = (code: string) => this.run({ kind: 'join_relay', code });
  joinAnnounced = (relay: string) => this.run({ kind: 'join_announced', relay });
  leave = () => this.run({ kind: 'leave_relay' });
  say = (word: StatusWord | null) => this.run({ kind: 'say_status', word });
}
