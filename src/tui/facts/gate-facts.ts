/** How screens describe a gate and its runs. */
import {
  type GateRun,
  type GateSubject,
  isUncounted,
  type Verdict,
  verdictReason,
} from '../../domain/gate/gate.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { counted } from '../../domain/shared/text.ts';
import type { Line } from '../frame/line.ts';
import { line } from '../frame/line.ts';
import { type Mark, marked } from '../frame/theme.ts';
import type { Snapshot } from '../integration-client.ts';
import { runTime, tallyOf } from './effort-facts.ts';

const VERDICT_MARKS: Readonly<Record<Verdict, readonly [Mark, string]>> = {
  passed: ['good', 'passed'],
  pre_existing: ['good', 'red before'],
  failed: ['red', 'failed'],
  did_not_run: ['red', 'did not run'],
  inconclusive: ['warn', 'unclear'],
};

/** Returns a run's state as a glyph and a word. */
export function runMark(run: GateRun): Line {
  if (run.status === 'RUNNING' || run.verdict === null) return marked('running', 'running');
  if (run.accepted !== null) return marked('warn', 'accepted');
  // What it says is for a person to judge.
  if (run.new_tests !== null && !run.meddled)
    return run.new_tests.passing.count > 0 ? marked('warn', 'see why') : marked('good', 'proved');
  if (run.subject.kind === 'guard' && run.verdict !== 'passed') return marked('warn', 'see why');
  const [mark, word] = VERDICT_MARKS[run.verdict];
  return marked(mark, word);
}

/** Returns what a run has counted so far, or its verdict in one sentence. */
export function runResult(snapshot: Snapshot, run: GateRun): string {
  const tally = tallyOf(snapshot, run);
  if (run.status === 'FINISHED') return verdictReason(run);
  if (snapshot.setting_up.includes(run.id)) return `setting up: ${snapshot.state.settings.worktree.setup}`;
  if (tally === null) return '';
  const failed = tally.failed === 0 ? '' : `, ${tally.failed} failed`;
  return `${tally.passed} of ${tally.total} ok${failed}`;
}

/** Describes what a run judges. */
export function subjectWords(state: IntegrationState, { subject }: Pick<GateRun, 'subject'>): string {
  switch (subject.kind) {
    case 'baseline':
      return `${state.target} before merging`;
    case 'final':
      return 'the final tree';
    case 'effort':
      return subject.effort;
    case 'probe':
      return `${[subject.effort, ...subject.with].join(' + ')} only`;
    case 'group':
      return `${counted(subject.efforts.length, 'effort')} up to ${subject.efforts.at(-1)}`;
    case 'guard':
      return `${state.target}'s tests`;
    case 'proof':
      return `${subject.effort}'s tests on ${state.target}`;
    case 'option':
      return trialWords(state, subject);
  }
}

/** Names the option that is on trial, as its choice does. */
function trialWords(
  state: IntegrationState,
  { conflict, hunk, option }: Extract<GateSubject, { readonly kind: 'option' }>,
): string {
  const met = state.conflicts_detected.find(({ id }) => id === conflict);
  const label = met?.hunks[hunk]?.options.find(({ id }) => id === option)?.label ?? option;
  return `${met?.effort ?? conflict}: "${label}"`;
}

/** Formats a run as one short cell: its mark, its name, its count and its time. */
export function runCell(snapshot: Snapshot, run: GateRun): Line {
  const tally = tallyOf(snapshot, run);
  const count = snapshot.setting_up.includes(run.id)
    ? ' setting up'
    : tally !== null
      ? ` ${tally.passed}/${tally.total}`
      : isUncounted(run)
        ? ' not counted'
        : '';
  const glyph = runMark(run)[0];
  const first = glyph === undefined ? '' : { ...glyph, text: glyph.text.slice(0, 1) };
  return line(first, ` ${run.gate}${count} ${runTime(run, snapshot.now)}`);
}

/** Returns `1 test fails`, `2 tests fail`. */
export function failCount(failed: number): string {
  return `${counted(failed, 'test')} ${failed === 1 ? 'fails' : 'fail'}`;
}
