/**
 * This folder: verdicts, regressions, and the search for who makes a gate red.
 *
 * What a gate is: a command that judges one tree. Five verdicts, and only `passed` (or a failure that was there before) is green.
 */
import { shortDigest } from '../shared/digest.ts';
import {
  type ConflictId,
  type EffortName,
  type GateName,
  type Instant,
  type RunId,
  type Sha,
  shortSha,
} from '../shared/ids.ts';
import type { Clue } from './clue.ts';
import { type Expectations, expectationsText } from './expectations.ts';
import type { Missing } from './missing.ts';
import { type NewTests, newTestsText } from './new-tests.ts';

/**
 * - `passed`: ran, finished, and ran every test of the baseline, or as many where their names are not known;
 * - `failed`: at least one test or the command itself failed, and did not on the baseline;
 * - `pre_existing`: every failure is on the baseline too;
 * - `did_not_run`: killed, timed out, could not start, zero tests, tests of the baseline missing, exit status 126 or 127;
 * - `inconclusive`: attempts on the same tree disagree (flaky), or the gate meddled with the repository.
 */
export const VERDICTS = ['passed', 'failed', 'pre_existing', 'did_not_run', 'inconclusive'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a gate run judges. */
export type GateSubject =
  /** The target as it was at the start. It shows which failures are "pre-existing" and how many tests there are. */
  | { readonly kind: 'baseline' }
  /** The integration branch right after an effort was merged. */
  | { readonly kind: 'effort'; readonly effort: EffortName }
  /** The integration branch with everything in. */
  | { readonly kind: 'final' }
  /** A red effort on the target with only some of the others, to find whose fault it is. */
  | { readonly kind: 'probe'; readonly effort: EffortName; readonly with: readonly EffortName[] }
  /** Efforts of the merge order on this commit of the target, to find out who makes a gate red that all of them together make red. */
  | { readonly kind: 'group'; readonly onto: Sha; readonly efforts: readonly EffortName[] }
  /** A commit of the integration branch, with the target's version of the test files that it changes. */
  | { readonly kind: 'guard'; readonly on: Sha }
  /** A commit of the target, with the test files of an effort: what its tests say without the change. */
  | { readonly kind: 'proof'; readonly effort: EffortName; readonly on: Sha }
  /** The tree of a conflict option that the operator wants to try. */
  | {
      readonly kind: 'option';
      readonly conflict: ConflictId;
      readonly hunk: number;
      readonly option: string;
    };

/** What a runner's output reports; null where the format does not include it. */
export interface TestTally {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Names of failing tests, at most 200. */
  readonly failing: readonly string[];
  /** Line coverage in percent, where the output has it. */
  readonly coverage: number | null;
}

export interface GateRun {
  readonly id: RunId;
  /** Counted from 1 over all runs of the session. */
  readonly ordinal: number;
  readonly gate: GateName;
  readonly subject: GateSubject;
  /** The commit under test; null until a probe's or an option's is built. */
  readonly commit: Sha | null;
  /** A verdict belongs to a tree, a command and an environment; never to a branch name. */
  readonly tree: Sha | null;
  readonly command_digest: string | null;
  /** Counted from 1, for the same gate, subject and commit. */
  readonly attempt: number;
  readonly status: 'RUNNING' | 'FINISHED';
  readonly verdict: Verdict | null;
  /** The verdict in one sentence. */
  readonly because: string | null;
  /** What explains it, should it be red. */
  readonly clues: readonly Clue[];
  readonly tests: TestTally | null;
  /** Number of closing summaries in its output; null: not known. */
  readonly summaries: number | null;
  /** Tests that ran on the target and did not run now; null: their names are not known here or there. */
  readonly missing: Missing | null;
  /** What fails with the target's version of test files; null: it ran with those of its tree. */
  readonly expectations: Expectations | null;
  /** What an effort's new tests do without it; null: it ran on something else, or their names are not known. */
  readonly new_tests: NewTests | null;
  /** null: ended by a signal, or could not start. */
  readonly exit_code: number | null;
  readonly started_at: Instant;
  readonly duration_ms: number | null;
  /** Log file, relative to the session's folder. */
  readonly log: string;
  /** Absolute path of the workspace it ran in, for inspection; null when it did not run. */
  readonly workspace: string | null;
  /** Id of the run whose verdict was reused; null when the command really ran. */
  readonly reused_from: RunId | null;
  /** Whether the operator asked for one more attempt. */
  readonly retried: boolean;
  /** Whether the gate meddled with a repository: then no other attempt counts. */
  readonly meddled: boolean;
  /** Whether all that it may have changed can as well be somebody else's doing: then a person may say so, and have it run again. */
  readonly in_doubt: boolean;
  /** When and why the operator accepted this red run by name; null if not. */
  readonly accepted: { readonly at: Instant; readonly reason: string } | null;
}

/** A gate that was running when the program ended, and how often since it last ran to its end. */
export interface CutOffGate {
  readonly gate: GateName;
  readonly subject: GateSubject;
  readonly times: number;
  /** How often it had been when somebody last had it run again all the same. */
  readonly allowed: number;
}

/** Names a subject in lists and logs: `baseline`, `final`, `effort-auth`, `probe-auth`, `group-14-1a2b3c4d`, `guard-1a2b3c4d`, `proof-auth`, `option-auth-1`. */
export function subjectSlug(subject: GateSubject): string {
  switch (subject.kind) {
    case 'baseline':
    case 'final':
      return subject.kind;
    case 'effort':
      return `effort-${subject.effort}`;
    case 'probe':
      return `probe-${[subject.effort, ...namedBriefly(subject.with)].join('+')}`;
    case 'group':
      return `group-${subject.efforts.length}-${shortDigest([subject.onto, ...subject.efforts].join('\n'))}`;
    case 'guard':
      return `guard-${shortSha(subject.on)}`;
    case 'proof':
      return `proof-${subject.effort}`;
    case 'option':
      return `option-${subject.conflict}-${subject.hunk}-${subject.option}`;
  }
}

/** Names of files have an end: more efforts than these are counted, with a digest that tells them apart. */
const MOST_NAMED = 3;

function namedBriefly(efforts: readonly EffortName[]): readonly string[] {
  return efforts.length <= MOST_NAMED ? efforts : [`${efforts.length}-${shortDigest(efforts.join('\n'))}`];
}

/** Returns the name of a run: `12-unit-effort-auth`. */
export function runId(ordinal: number, gate: GateName, subject: GateSubject): RunId {
  return `${ordinal}-${gate}-${subjectSlug(subject)}` as RunId;
}

/** Checks whether two subjects are the same. */
export function sameSubject(a: GateSubject, b: GateSubject): boolean {
  // Two sets of efforts may have one digest.
  if (a.kind === 'group' && b.kind === 'group')
    return a.onto === b.onto && a.efforts.join('\n') === b.efforts.join('\n');
  if (a.kind === 'proof' && b.kind === 'proof') return a.on === b.on && a.effort === b.effort;
  if (a.kind === 'guard' && b.kind === 'guard') return a.on === b.on;
  if (a.kind === 'probe' && b.kind === 'probe')
    return a.effort === b.effort && a.with.join('\n') === b.with.join('\n');
  return subjectSlug(a) === subjectSlug(b);
}

/** Checks whether a run ended well and nothing in its output counts tests: only its exit status speaks. */
export function isUncounted({ status, exit_code, tests }: GateRun): boolean {
  return status === 'FINISHED' && exit_code === 0 && tests === null;
}

/** Checks whether a finished run lets the integration continue: passed, failing as before, or accepted by name. */
export function isGreen(run: GateRun): boolean {
  return run.verdict === 'passed' || run.verdict === 'pre_existing' || run.accepted !== null;
}

/** Returns the verdict of a run in one sentence, with what explains it where it is not green. */
export function verdictReason({
  verdict,
  because,
  clues,
  expectations,
  new_tests,
  meddled,
}: Pick<GateRun, 'verdict' | 'because' | 'clues' | 'expectations' | 'new_tests' | 'meddled'>): string {
  if (new_tests !== null && !meddled) return newTestsText(new_tests);
  if (expectations !== null && !meddled) return expectationsText(expectations);
  if (verdict === 'passed') return because ?? '';
  return [because ?? '', ...clues.map(({ says }) => says)].filter((part) => part !== '').join('; ');
}
