// Watching and counting on the fake core: what each command leaves behind.
import type { Command, ErrorCode } from '../../bindings/app';
import type { FakeDay } from './day';

/** Does it; a refusal where the real core would refuse. */
export function watched(day: FakeDay, command: Command): ErrorCode | null {
  const point = day.view(false).points[0];
  if (!point) return { kind: 'internal' };
  switch (command.kind) {
    case 'start_watch':
      day.watch = {
        kind: 'watching',
        watch: day.nextEvent(),
        point: day.view(false).points.find((one) => one.point === command.point) ?? point,
        covers: command.covers,
        view: command.view,
        since: day.now(),
      };
      break;
    case 'pause_watch':
      day.watch = {
        kind: 'paused',
        watch: day.nextEvent(),
        point,
        reason: command.reason,
        since: day.now(),
      };
      break;
    case 'resume_watch':
    case 'answer_gap':
      if (command.kind === 'answer_gap' && command.choice === 'stop') {
        day.watch = { kind: 'none' };
        break;
      }
      day.watch = {
        kind: 'watching',
        watch: day.nextEvent(),
        point,
        covers: ['1', '2'],
        view: 'full',
        since: day.now(),
      };
      break;
    case 'end_watch':
      day.watch = { kind: 'none' };
      break;
    case 'still_watching':
      day.askStill = false;
      break;
    case 'record_voter':
      if (day.watch.kind !== 'watching') return { kind: 'no_watch' };
      day.tap(command.category);
      break;
    case 'enter':
      day.enter(command.entry);
      break;
    case 'undo_count':
      if (!day.undo(command.event)) return { kind: 'nothing_to_undo' };
      break;
    default:
      return { kind: 'internal' };
  }
  return null;
}
