/** Describes what runs now, and what is safe while somebody thinks. */
import type { Action } from '../../domain/integration/action.ts';
import type { QuestionKind } from '../../domain/integration/question-id.ts';
import type { ScreenView } from '../../domain/integration/screen-view.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { subjectWords } from './gate-facts.ts';

const DOING: Readonly<Record<Exclude<Action['type'], 'run_gate'>, string>> = {
  make_plan: 'reading the branches',
  create_integration_branch: 'making the integration branch',
  merge_effort: 'merging',
  inspect_conflict: 'inspecting the conflicts of',
  resolve_conflict: 'writing the resolution of',
  prepare_edit: 'preparing the file to edit',
  accept_edit: 'checking the edited file',
  survey_result: 'looking at the code of the result',
  take_back: 'taking merges back',
  land: 'moving the target',
};

/** Describes what is in flight: gates by what they judge; other actions by their effort. */
export function activityWords(state: IntegrationState, setting_up: ScreenView['setting_up'] = []): string {
  const judged = new Map<string, string[]>();
  const others: string[] = [];
  for (const { action } of state.in_flight) {
    if (action.type !== 'run_gate') {
      const doing = DOING[action.type];
      others.push('effort' in action ? `${doing} ${action.effort}` : doing);
    } else {
      const run = action;
      const base = run.subject.kind === 'baseline';
      const where = base ? `${state.target}, to know what fails already` : subjectWords(state, run);
      const subject = setting_up.includes(run.run) ? `${where} (setting up the workspace)` : where;
      judged.set(subject, [...(judged.get(subject) ?? []), run.gate]);
    }
  }
  const gates = [...judged].map(([subject, names]) => `${names.join(' and ')} on ${subject}`);
  return [...others, ...gates].join('; ');
}

/** Describes when the target moves according to the settings. */
export function landingWords({ target, settings }: IntegrationState): string {
  const words = {
    auto: `${target} moves only when you say so`,
    fast_forward: `${target} moves when every gate is green`,
    hold: `${target} is not moved, you get the command`,
    none: `${target} is not moved`,
  };
  return words[settings.landing.mode];
}

/** Describes what is safe, or not, while a question is open; empty where the question itself says so. */
export function calmWords(kind: QuestionKind, state: IntegrationState): string {
  const { target } = state;
  switch (kind) {
    case 'start':
      return `Nothing has begun; ${landingWords(state)}`;
    case 'conflict':
    case 'loss':
      return 'Nothing is written before you choose; q leaves the question open';
    case 'red_gate':
    case 'gate_cut_off':
    case 'oversize':
    case 'trouble':
      return `${target} is safe; q leaves the question open`;
    case 'land':
    case 'held':
    case 'foreign_commits':
      return `${target} has not moved; q leaves the question open`;
    case 'letter':
    case 'resume':
    case 'roll_back':
      return 'Nothing happens before you choose; q leaves everything as it is';
    case 'edit':
      return '';
  }
}
