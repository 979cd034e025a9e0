// What headquarters says to this device. Reading a notice is recorded, so it is a command.
import type { Backend } from '../backend/backend';
import { Told } from '../backend/told.svelte';
import { since, type Touch } from '../shared/touch';

export class NoticesState extends Told<'notices'> {
  constructor(backend: Backend) {
    super(backend, 'notices');
  }

  read = (notice: number, touch: Touch) =>
    this.run({ kind: 'read_notice', notice, since_touch_ms: since(touch) });
}
