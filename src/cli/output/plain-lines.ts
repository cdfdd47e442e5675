import { type GateRun, isUncounted, subjectSlug, verdictReason } from '../../domain/gate/gate.ts';
import { removedWords } from '../../domain/gate/verdict.ts';
import { changedWords } from '../../domain/integration/assessment/expectation-facts.ts';
import type { Event } from '../../domain/integration/event.ts';
import { openQuestion } from '../../domain/integration/open-question.ts';
import { factWords } from '../../domain/integration/question-fact.ts';
import { inTargetWords, isInTarget } from '../../domain/integration/selectors/effort-status.ts';
import { findingParts } from '../../domain/integration/selectors/findings.ts';
import { changedExpectations } from '../../domain/integration/selectors/guard/changed-expectations.ts';
import { participants, progressOf } from '../../domain/integration/selectors/progress.ts';
import { linesOf } from '../../domain/integration/selectors/size.ts';
import type { Effort, IntegrationState } from '../../domain/integration/state.ts';
import { HEALTH_CHECKS, healthOf } from '../../domain/integration/summary/health.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { counted, sanitizeLine } from '../../domain/shared/text.ts';
import { clockDuration } from '../../domain/shared/time.ts';

/** What changed, what it is about, and the facts. */
type Row = readonly [word: string, subject: string, ...facts: readonly string[]];

/** Formats the lines for one event, usually one or none: `wave-1 4/10 merged notifications +310 -40 2 conflicts` */
export function plainLines(
  before: IntegrationState | null,
  after: IntegrationState,
  event: Event,
): readonly string[] {
  const rows = [
    ...chosen(before, event),
    ...happened(after, event),
    ...decidedWithoutAsking(before, after),
    ...explained(before, after).map(blameRow),
    ...changed(before, after),
    ...failing(before, after, event),
    ...asked(before, after, event),
  ];
  const { completed, total } = progressOf(after);
  return rows.map(([word, subject, ...facts]) => {
    const cells = [
      `wave-${after.wave}`,
      `${completed}/${total}`.padStart(5),
      word.padEnd(9),
      subject,
      ...facts,
    ];
    return sanitizeLine(cells.filter((cell) => cell !== '').join('  '));
  });
}

function chosen(before: IntegrationState | null, event: Event): readonly Row[] {
  const question = event.type === 'choice_made' && before !== null ? openQuestion(before) : null;
  if (event.type !== 'choice_made' || question === null || question.id !== event.question) return [];
  const choice = question.choices.find((one) => one.id === event.choice);
  return [['decided', question.effort ?? '', choice?.label ?? event.choice, byWords(event.by)]];
}

/** Names who decided, as a person at the screen would. */
function byWords(by: Extract<Event, { readonly type: 'choice_made' }>['by']): string {
  const words = {
    operator: 'by you',
    headless: 'automatic',
    policy: 'by policy',
    rule: 'by rule',
    memory: 'as decided before',
  };
  return words[by];
}

/** Lists what a rule, a policy or an earlier decision answered, so that nobody was asked. */
function decidedWithoutAsking(before: IntegrationState | null, after: IntegrationState): readonly Row[] {
  const added = after.decisions.slice(before?.decisions.length ?? 0);
  return added
    .filter(({ by }) => by === 'rule' || by === 'policy' || by === 'memory')
    .map(({ about, choice, by, kind }) => [
      kind === null ? 'resolved' : 'decided',
      about,
      choice,
      byWords(by),
    ]);
}

function happened(state: IntegrationState, event: Event): readonly Row[] {
  switch (event.type) {
    case 'plan_made': {
      const with_target = event.forecast.with_target.length;
      const clashes = event.forecast.pairs.filter((pair) => pair.conflict).length;
      const order = participants(state)
        .map((effort) => effort.name)
        .join(', ');
      return [
        [
          'planned',
          counted(participants(state).length, 'effort'),
          `onto ${event.target} ${shortSha(event.target_base)}`,
          counted(clashes, 'pair conflicts', 'pairs conflict'),
          with_target === 0 ? '' : `${counted(with_target, 'conflicts', 'conflict')} with ${event.target}`,
          order,
        ],
        ...(event.findings ?? [])
          .filter(({ kind }) => kind === 'branch_unreadable')
          .map(({ subject, checkpoint_says }) => ['left out', subject, checkpoint_says] as const),
      ];
    }
    case 'integration_branch_created':
      return [['started', state.integration_branch, shortSha(event.commit)]];
    case 'conflict_found':
      return [['conflict', event.effort, event.conflicts.map((conflict) => conflict.path).join(', ')]];
    case 'action_started':
      if (event.action.type !== 'run_gate') return [];
      return [
        [
          'testing',
          subjectSlug(event.action.subject),
          event.action.gate,
          event.action.attempt > 1 ? `attempt ${event.action.attempt}` : '',
        ],
      ];
    case 'gate_set_up': {
      const run = state.gate_runs.find((one) => one.id === event.run);
      return run === undefined || !event.setting_up
        ? []
        : [['setting up', subjectSlug(run.subject), run.gate, state.settings.worktree.setup ?? '']];
    }
    case 'gate_finished': {
      const run = state.gate_runs.find((one) => one.id === event.run);
      if (run === undefined) return [];
      const changed = changedExpectations(state).filter((each) => each.run === run);
      const told = changed.map(
        (each): Row => ['expects', each.efforts.join(', '), changedWords(state, each)],
      );
      return [gateRow(run), ...told];
    }
    case 'integration_taken_back':
      return [['taken back', state.integration_branch, shortSha(event.to)]];
    case 'landing_refused':
      return [['refused', state.target, event.because]];
    case 'landing_held':
      return [['held', state.target, event.because, `finish: ${event.command}`]];
    case 'landed':
      return [['landed', state.target, shortSha(event.commit)]];
    case 'action_failed':
      return [['trouble', event.message, event.remedy]];
    case 'effort_merge_failed':
      return [['failed', event.effort, event.because]];
    // Shown by what it changes in the state, or not worth a line.
    case 'action_cancelled':
    case 'actions_interrupted':
    case 'cancel_requested':
    case 'choice_made':
    case 'conflict_classified':
    case 'difference_found':
    case 'edit_accepted':
    case 'edit_done':
    case 'edit_prepared':
    case 'edit_refused':
    case 'effort_excluded':
    case 'effort_merged':
    case 'effort_merged_outside':
    case 'effort_held':
    case 'effort_included_again':
    case 'efforts_reordered':
    case 'efforts_taken_back_outside':
    case 'gate_progressed':
    case 'result_surveyed':
    case 'highlight_moved':
    case 'integration_branch_gone':
    case 'integration_moved_outside':
    case 'landing_declined':
    case 'letter_opened':
    case 'pairs_flagged':
    case 'paused':
    case 'plan_requested':
    case 'resume_offered':
    case 'retry_requested':
    case 'rollback_asked':
    case 'scope_changed':
    case 'session_superseded':
    case 'target_moved':
    case 'time_came':
    case 'proof_requested':
    case 'trial_requested':
    case 'went_on':
      return [];
  }
}

/** Says once that a health check failed. What a gate says of itself stands in its own line. */
function failing(before: IntegrationState | null, after: IntegrationState, event: Event): readonly Row[] {
  const was = before && healthOf(before);
  const now = healthOf(after);
  return HEALTH_CHECKS.filter((name) => now[name].grade === 'FAIL' && was?.[name].grade !== 'FAIL')
    .filter((name) => name !== 'test_status' || event.type !== 'gate_finished')
    .map((name) => ['health', name.replace('_', ' '), now[name].details]);
}

/** Lists the changes to efforts. It compares the two states, because one event may change several efforts. */
function changed(before: IntegrationState | null, after: IntegrationState): readonly Row[] {
  const rows: Row[] = after.efforts_included.flatMap((effort): readonly Row[] => {
    const was = before?.efforts_included.find((one) => one.name === effort.name)?.status ?? 'PENDING';
    if (effort.status === was) return [];
    if (isInTarget(effort)) return [['skipped', effort.name, inTargetWords(effort, after.target)]];
    if (effort.status === 'MERGED') return [mergedRow(effort)];
    return effort.status === 'HELD' ? [['held', effort.name, effort.held_because]] : [];
  });
  for (const finding of after.findings)
    if (!before?.findings.includes(finding)) rows.push(['found', ...findingParts(finding)]);
  const over = after.end !== null && before?.end?.outcome !== after.end?.outcome;
  return over
    ? [...rows, ['finished', after.end?.outcome.toLowerCase().replaceAll('_', ' '), after.end?.because ?? '']]
    : rows;
}

/** Who breaks a gate, found by probing: an effort, and those it breaks it with; none: it does by itself. */
export type Blame = Pick<Effort, 'name' | 'clashes_with'> & {
  readonly clashes_with: NonNullable<Effort['clashes_with']>;
};

/** Lists what an event revealed of who breaks a gate, whether the effort is in or held already. */
export function explained(before: IntegrationState | null, after: IntegrationState): readonly Blame[] {
  return after.efforts_included.flatMap(({ name, clashes_with }) => {
    const known = before?.efforts_included.find((one) => one.name === name)?.clashes_with;
    return clashes_with === null || known?.join() === clashes_with.join() ? [] : [{ name, clashes_with }];
  });
}

function blameRow({ name, clashes_with }: Blame): Row {
  const how = clashes_with.length === 0 ? 'fails alone' : `fails together with ${clashes_with.join(', ')}`;
  return ['explained', name, how];
}

function mergedRow(effort: Effort): Row {
  const conflicts = effort.conflicts > 0 ? `${counted(effort.conflicts, 'conflict')} resolved` : '';
  const oversize = effort.oversize_accepted ? `${linesOf(effort)} lines accepted` : '';
  return ['merged', effort.name, `+${effort.size.added} -${effort.size.removed}`, conflicts, oversize];
}

function gateRow(run: GateRun): Row {
  const took = run.reused_from === null ? clockDuration(run.duration_ms ?? 0) : 'same tree as before';
  const because =
    run.verdict === 'passed' && run.expectations === null && run.new_tests === null
      ? removedWords(run.missing)
      : verdictReason(run);
  const word = { guard: 'guarded', proof: 'tried' }[run.subject.kind as string] ?? run.verdict ?? 'finished';
  return [word, subjectSlug(run.subject), run.gate, testsText(run), took, because];
}

function testsText(run: GateRun): string {
  if (run.tests === null) return isUncounted(run) ? 'tests not counted' : '';
  return `tests ${run.tests.passed}/${run.tests.failed}`;
}

function asked(before: IntegrationState | null, after: IntegrationState, event: Event): readonly Row[] {
  const question = openQuestion(after);
  if (question === null || (before !== null && openQuestion(before)?.id === question.id)) return [];
  // Nobody has to choose between options here: it has to be mended.
  if (question.kind === 'trouble')
    return event.type === 'action_failed' ? [] : [['trouble', question.title, after.trouble?.remedy ?? '']];
  const recommended = question.choices.find((choice) => choice.id === question.recommended?.choice);
  return [
    [
      'decide',
      question.title,
      // Whose fault it is, or that this is being looked for.
      question.kind === 'red_gate' ? question.facts.slice(0, 1).map(factWords).join() : '',
      recommended === undefined ? 'nothing is recommended' : `recommended: ${recommended.label}`,
    ],
  ];
}
