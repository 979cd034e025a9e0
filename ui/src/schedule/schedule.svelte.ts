// The election's schedule at this station, as the core tells it.
import type { Backend } from '../backend/backend';
import { Told } from '../backend/told.svelte';

export class ScheduleState extends Told<'now'> {
  constructor(backend: Backend) {
    super(backend, 'now');
  }
}
