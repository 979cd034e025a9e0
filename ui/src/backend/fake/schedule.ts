// The invented election's schedule as it stands in the late morning: one row late, one due, one
// open, and what comes and is done.
import type { NowView, StepView } from '../../bindings/app';

const day = '2026-12-06T';
const step = (
  row: number,
  task: StepView['task'],
  state: StepView['state'],
  opens: string | null,
  due: string | null,
  done: string | null = null,
): StepView => ({
  row,
  round: 1,
  task,
  names: {},
  form: task === 'fill_form' ? 1 : null,
  state,
  opens_at: opens && `${day}${opens}:00`,
  due_at: due && `${day}${due}:00`,
  done_at: done && `${day}${done}:00`,
});

export const schedule: NowView = {
  marks: [],
  follow_ups: [],
  opened_at: `${day}07:12:00`,
  steps: [
    step(1, 'arrive', 'done', '06:00', '06:30', '06:21'),
    step(3, 'note_opening', 'done', '07:02', '07:27', '07:12'),
    step(2, 'fill_form', 'late', '06:12', '07:42'),
    step(5, 'note_turnout', 'due', '09:50', '10:15'),
    step(6, 'check_in', 'open', '10:12', '11:12'),
    step(9, 'note_closing', 'not_yet', '19:50', '20:15'),
    step(11, 'deliver', 'not_yet', '20:00', '23:59'),
  ],
};
