import { expect, test } from 'vitest';
import { exitStatusOf } from '../../../src/cli/arguments/exit.ts';
import { plainReporter, writeSummary } from '../../../src/cli/output/plain.ts';
import { plainLines } from '../../../src/cli/output/plain-lines.ts';
import { summaryOf, summaryText } from '../../../src/cli/output/summary.ts';
import type { Event } from '../../../src/domain/integration/event.ts';
import { openQuestion } from '../../../src/domain/integration/open-question.ts';
import { factWords } from '../../../src/domain/integration/question-fact.ts';
import { questionId } from '../../../src/domain/integration/question-id.ts';
import { landedCommit } from '../../../src/domain/integration/selectors/ending.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import type {
  ActionKey,
  BranchName,
  ConflictId,
  EffortName,
  RefName,
  RunId,
} from '../../../src/domain/shared/ids.ts';
import {
  finishedState,
  gatesRunningState,
  HOSTILE_TEXTS,
  mergedEffort,
  midConflictState,
  plannedState,
  SAMPLE_STATES,
  sampleEffort,
  sampleInstant,
  sampleRun,
  sampleSettings,
  sampleSha,
  sampleTally,
  startedState,
} from '../../support/states.ts';
import { red } from '../../tui/support/moments.ts';

const at = sampleInstant(5);

function lines(before: IntegrationState | null, after: IntegrationState, event: Event): readonly string[] {
  return plainLines(before, after, event);
}

const quiet: Event = { type: 'scope_changed', scope: 'hunk', at };

test('a plan says how many efforts go onto what, in which order, and asks whether to start', () => {
  const state = plannedState();
  const { forecast } = state;
  if (forecast === null) throw new Error('the sample has a forecast');
  const event: Event = {
    type: 'plan_made',
    target: 'main' as BranchName,
    target_base: sampleSha('base'),
    efforts: state.efforts_included,
    forecast,
    at,
  };
  const [planned, decide] = lines(null, state, event);

  expect(planned).toMatch(
    /^wave-2 {4}0\/\d {2}planned {4}\d efforts {2}onto main [0-9a-f]{8} {2}\d pairs? conflicts? {2}\w/,
  );
  expect(decide).toContain('decide');
});

test('a merge says how large it is and what it took', () => {
  const before = startedState({ efforts_included: [sampleEffort('auth'), sampleEffort('search')] });
  const auth = mergedEffort('auth', 60, { conflicts: 2 });
  const after = { ...before, efforts_included: [auth, sampleEffort('search')] };
  const event: Event = {
    type: 'effort_merged',
    effort: 'auth' as EffortName,
    merge_commit: sampleSha('m'),
    restore_point: 'refs/x' as RefName,
    restore_commit: sampleSha('r'),
    left_out: [],
    losses: [],
    at,
  };

  expect(lines(before, after, event)).toEqual([
    `wave-2    1/2  merged     auth  +${auth.size.added} -${auth.size.removed}  2 conflicts resolved`,
  ]);
});

test('a plan names the conflicts with the target, too', () => {
  const state = plannedState();
  if (state.forecast === null) throw new Error('the sample has a forecast');
  const forecast = {
    ...state.forecast,
    pairs: [],
    with_target: [{ effort: 'auth' as EffortName, files: ['a'] }],
  };
  const event: Event = {
    type: 'plan_made',
    target: 'main' as BranchName,
    target_base: sampleSha('base'),
    efforts: state.efforts_included,
    forecast,
    at,
  };

  expect(lines(null, { ...state, forecast }, event)[0]).toContain(
    '0 pairs conflict  1 conflicts with main  ',
  );
});

test('a health check that fails is said once', () => {
  const settings = sampleSettings({ limits: { effort_lines: null, integration_lines: 10 } });
  const before = startedState({ settings, efforts_included: [sampleEffort('auth')] });
  const after = { ...before, efforts_included: [mergedEffort('auth', 60)] };

  const said = lines(before, after, quiet).filter((each) => each.includes('health'));

  expect(said).toEqual([
    'wave-2    1/1  health     size compliance  auth takes the total to 150 of 10 lines',
  ]);
  expect(lines(after, after, quiet)).toEqual([]);
});

test('a conflict names its files, and the decision it needs comes with what is recommended', () => {
  const after = midConflictState();
  const conflict = after.conflicts_detected[0];
  if (conflict === undefined) throw new Error('the sample has a conflict');
  const before = { ...after, conflicts_detected: [] };
  const event: Event = { type: 'conflict_found', effort: conflict.effort, conflicts: [conflict], at };
  const said = lines(before, after, event);

  expect(said[0]).toContain(`conflict   ${conflict.effort}  ${conflict.path}`);
  expect(said.at(-1)).toMatch(/decide {5}.*(?:recommended: |nothing is recommended)/);
  expect(lines(after, after, event)).toHaveLength(1);
});

test('a finished gate says its verdict, its tests and how long it took', () => {
  const run = sampleRun(7, 'unit_tests', { kind: 'final' }, { duration_ms: 75_000, tests: sampleTally(251) });
  const state = gatesRunningState({ gate_runs: [run] });
  const event: Event = {
    type: 'gate_finished',
    run: run.id,
    commit: run.commit,
    tree: run.tree,
    command_digest: 'x',
    exit_code: 0,
    timed_out: false,
    tests: run.tests,
    duration_ms: 75_000,
    unable: null,
    tampered: [],
    workspace: null,
    reused_from: null,
    at,
  };

  expect(lines(state, state, event)[0]).toMatch(/passed {5}final {2}unit_tests {2}tests 251\/0 {2}1:15$/);
});

test('an effort that is held and the end are said once, with their reasons', () => {
  const before = startedState({ efforts_included: [sampleEffort('auth')] });
  const after: IntegrationState = {
    ...before,
    efforts_included: [
      sampleEffort('auth', { status: 'HELD', held_as: 'PUT_ASIDE', held_because: 'its tests fail' }),
    ],
    stage: 'FINISHED',
    end: { outcome: 'NOTHING_TO_DO', because: 'nothing is left', at: sampleInstant() },
  };

  expect(lines(before, after, quiet)).toEqual([
    'wave-2    0/1  held       auth  its tests fail',
    'wave-2    0/1  finished   nothing to do  nothing is left',
  ]);
  expect(lines(after, after, quiet)).toEqual([]);
});

test('a choice is said in the words of the question, with who made it', () => {
  const before = plannedState();
  const question = openQuestion(before);
  if (question === null) throw new Error('the sample asks whether to start');
  const [choice] = question.choices;
  if (choice === undefined) throw new Error('the sample offers a choice');
  const event: Event = {
    type: 'choice_made',
    question: question.id,
    choice: choice.id,
    by: 'headless',
    at,
  };

  expect(lines(before, before, event)).toEqual([`wave-2    0/3  decided    ${choice.label}  automatic`]);
  expect(lines(before, before, { ...event, question: questionId('start', 'another') })).toEqual([]);
});

test('what a rule decided is said, what a person decided is not said twice', () => {
  const before = startedState({ decisions: [] });
  const decision = {
    at,
    question: 'a#1',
    kind: null,
    conflict: 'a#1' as ConflictId,
    choice: 'union',
    by: 'rule',
    client: null,
    about: 'src/a.js',
  } as const;
  const after = { ...before, decisions: [decision, { ...decision, by: 'operator' as const }] };

  expect(lines(before, after, quiet)).toEqual(['wave-2    0/3  resolved   src/a.js  union  by rule']);
});

test('what nobody needs to know is no line', () => {
  const state = startedState();

  expect(lines(state, state, quiet)).toEqual([]);
});

test.each(HOSTILE_TEXTS.map((text) => [JSON.stringify(text), text]))(
  '%s cannot reach the terminal',
  (_name, text) => {
    const after = startedState({
      efforts_included: [sampleEffort('a', { status: 'HELD', held_as: 'PUT_ASIDE', held_because: text })],
    });
    const said = lines(null, after, {
      type: 'action_failed',
      key: 'k' as ActionKey,
      message: text,
      remedy: text,
      at,
    });

    expect(said.length).toBeGreaterThan(0);
    for (const line of said) expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e\u200b]/);
  },
);

test('the reporter writes lines, or one JSON object per event, and never what passes many times a second', () => {
  const state = startedState();
  const passing: Event = { type: 'gate_progressed', run: 'x' as RunId, tests: sampleTally(1), at };
  const failed: Event = {
    type: 'action_failed',
    key: 'k' as ActionKey,
    message: 'disk \u009b1mfull',
    remedy: 'r',
    at,
  };
  const written = (json: boolean) => {
    const texts: string[] = [];
    const report = plainReporter({ out: (text) => void texts.push(text), json });
    for (const event of [passing, failed]) report(state, state, event);
    return texts.join('');
  };

  expect(written(false)).toMatch(/^wave-2 +\d\/\d {2}trouble {4}disk full {2}r\n$/);
  expect(written(true)).toContain('\\u009b');
  expect(JSON.parse(written(true))).toEqual(failed);
});

test('the summary has what a script needs, and its exit status', () => {
  const state = finishedState();
  const summary = summaryOf(state, openQuestion(state), ['/s/reports/INTEGRATION_REPORT.md']);

  expect(summary).toMatchObject({
    type: 'summary',
    outcome: 'LANDED',
    landed: true,
    target: 'main',
    commit: landedCommit(state),
    question: null,
    exit_status: 0,
    held: [],
  });
  expect(summary.merged).toEqual(state.efforts_included.map((effort) => effort.name));
  expect(summaryText(summary)).toContain(
    `landed: main moved to the verified commit\n${summary.merged.length} efforts merged: `,
  );
});

test('the summary of an open decision says what is asked and how to go on', () => {
  const state = midConflictState();
  const summary = summaryOf(state, openQuestion(state), []);
  const texts: string[] = [];
  writeSummary({ out: (text) => void texts.push(text), json: false }, summary);

  expect(summary.exit_status).toBe(3);
  expect(texts.join('')).toContain('go on with: intorch tui');
});

test('every end has its exit status', () => {
  const statuses = (
    ['LANDED', 'HELD_FOR_REVIEW', 'NOTHING_TO_DO', 'ROLLED_BACK', 'STOPPED', 'FAILED', 'SUPERSEDED'] as const
  ).map((outcome) => exitStatusOf(finishedState({ outcome, landing_command: 'git merge' }), null));

  expect(statuses).toEqual([0, 0, 0, 0, 1, 1, 1]);
  // Held without a command: it is not verified.
  expect(exitStatusOf(finishedState({ outcome: 'HELD_FOR_REVIEW' }), null)).toBe(1);
  expect(exitStatusOf(midConflictState(), openQuestion(midConflictState()))).toBe(3);
  expect(exitStatusOf(startedState(), null)).toBe(130);
  expect(exitStatusOf(startedState({ trouble: { action: 'land', message: 'm', remedy: 'r' } }), null)).toBe(
    1,
  );
});

test('every sample state has a summary that is plain text', () => {
  for (const state of Object.values(SAMPLE_STATES)) {
    expect(summaryText(summaryOf(state, openQuestion(state), []))).not.toMatch(/undefined|\[object/);
  }
});

test('an effort that the target has already is skipped, not merged', () => {
  const known = sampleEffort('known', { status: 'MERGED', already_in: 'ancestor', merged_at: at });
  const after = plannedState({ efforts_included: [known, sampleEffort('fresh')] });
  const said = lines(null, after, quiet).join('\n');

  expect(said).toMatch(/skipped {4}known {2}already in main/);
  expect(said).not.toContain('merged');
});

test('the pair that breaks a gate is named in a line and in the event when it is known, even after the hold', () => {
  const with_status = (over: Parameters<typeof sampleEffort>[1]) =>
    startedState({ efforts_included: [mergedEffort('left', 60), sampleEffort('right', over)] });
  const held = { status: 'HELD', held_as: 'PUT_ASIDE', held_because: 'test fails' } as const;
  const before = with_status(held);
  const after = with_status({ ...held, clashes_with: ['left' as EffortName] });

  expect(lines(before, after, quiet)).toEqual(['wave-2    1/2  explained  right  fails together with left']);
  expect(lines(after, after, quiet)).toEqual([]);
  const out: string[] = [];
  const report = plainReporter({ out: (text) => out.push(text), json: true });
  report(before, after, quiet);
  expect(JSON.parse(out[0] ?? '')).toMatchObject({
    type: 'scope_changed',
    explained: [{ name: 'right', clashes_with: ['left'] }],
  });
});

test('a red gate is asked about with what is known of who breaks it, or that this is being looked for', () => {
  const after = red();
  const asked = openQuestion(after);

  const [said] = lines({ ...after, paused: true }, after, quiet).filter((line) => line.includes('decide'));

  expect(asked?.kind).toBe('red_gate');
  expect(said).toContain(`${asked?.title}  ${factWords(asked?.facts[0] ?? { kind: 'text', text: '' })}  `);
});

test('a policy that holds an effort has decided, and resolved nothing', () => {
  const before = startedState();
  const decision = {
    at,
    question: 'auth#1',
    kind: 'conflict',
    conflict: 'auth#1' as ConflictId,
    choice: 'hold_effort',
    by: 'policy',
    client: null,
    about: 'src/a.ts',
  } as const;
  const said = (over: object) =>
    lines(before, { ...before, decisions: [...before.decisions, { ...decision, ...over }] }, quiet)[0];

  expect(said({})).toContain('decided    src/a.ts  hold_effort  by policy');
  expect(said({ kind: null, choice: 'take_incoming' })).toContain('resolved   src/a.ts  take_incoming');
});
