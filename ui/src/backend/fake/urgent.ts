// Alarms of the fake core: kept in order, told more of, ended.
import type { Command, UrgentView } from '../../bindings/app';

type Change = Extract<Command, { kind: 'tell_urgent' | 'end_urgent' }>;

export class FakeUrgent {
  list: UrgentView[] = [];

  raise(kind: 'report_removed' | 'report_danger', event: number, code: string, at: string): void {
    const what: UrgentView['what'] =
      kind === 'report_removed'
        ? { kind: 'removed', by: 'untold', reason: 'untold', decision: 'untold' }
        : { kind: 'in_danger', danger: 'untold' };
    const one = { event, what, station_code: code, at, texts: [], over: null };
    this.list = [{ ...one, place: 'on_phone' }, ...this.list];
  }

  change(command: Change, at: string): boolean {
    const one = this.list.find(({ event }) => event === command.event);
    if (!one) return false;
    if (command.kind === 'tell_urgent') {
      one.what = command.what;
      if (command.text) one.texts = [...one.texts, command.text];
    } else one.over = { word: command.word, at, place: 'on_phone' };
    return true;
  }
}
