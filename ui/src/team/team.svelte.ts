// The lead's evening: whether the host answers, the code to show, who has come.
import type { MemberView } from '../bindings/app';
import type { Backend } from '../backend/backend';
import { Told } from '../backend/told.svelte';

export class TeamState extends Told<'collect'> {
  constructor(backend: Backend) {
    super(backend, 'collect');
  }

  start = (wifiName: string, wifiPassword: string) =>
    this.run({
      kind: 'start_collecting',
      wifi_name: wifiName === '' ? null : wifiName,
      wifi_password: wifiName === '' || wifiPassword === '' ? null : wifiPassword,
    });

  stop = () => this.run({ kind: 'stop_collecting' });
  sendOn = () => this.run({ kind: 'send_on' });
  keep = (keep: boolean) => this.run({ kind: 'keep_team_list', keep });
}

/** Figures over a team's list. */
export interface Sum {
  /** On the list and met. */
  come: number;
  /** On the list. */
  listed: number;
  pages: number;
  /** Pages at headquarters under its receipt. */
  receipted: number;
  unsent: number;
}

export function sum(members: MemberView[]): Sum {
  const all = { come: 0, listed: 0, pages: 0, receipted: 0, unsent: 0 };
  for (const one of members) {
    if (one.state === 'come') all.come += 1;
    if (one.state !== 'guest') all.listed += 1;
    all.pages += one.pages;
    all.receipted += one.receipted;
    all.unsent += one.unsent;
  }
  return all;
}
