/**
 * A world that answers actions randomly: every outcome a performer may report, in any order of completion, with any answer to any
 * question. What holds for all such runs holds for the machine.
 */

import fc from 'fast-check';
import { type Action, actionKey } from '../../src/domain/integration/action.ts';
import type { Command } from '../../src/domain/integration/command.ts';
import { decide } from '../../src/domain/integration/decide.ts';
import type { Event, Happened, UnstampedEvent } from '../../src/domain/integration/event.ts';
import type { Facts } from '../../src/domain/integration/facts.ts';
import { integrationMachine } from '../../src/domain/integration/machine.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { choiceId } from '../../src/domain/integration/question.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { ActionKey, BranchName, RefName, Sha } from '../../src/domain/shared/ids.ts';
import { flatEffort, sampleConflict, sampleEffort, sampleInstant, sampleSha } from './states.ts';

const { transition, nextActions } = integrationMachine;

export interface Step {
  readonly before: IntegrationState;
  readonly event: Event;
  readonly after: IntegrationState;
}

/** Picks a command that an impatient operator might send now. */
export function anyCommand(state: IntegrationState, pick: (below: number) => number): Command | null {
  const effort = state.efforts_included[pick(Math.max(1, state.efforts_included.length))];
  const point = state.restore_points[pick(Math.max(1, state.restore_points.length))];
  if (pick(3) > 0 && effort !== undefined)
    return { type: effort.status === 'HELD' ? 'include_again' : 'hold_effort', effort: effort.name };
  return point === undefined ? null : { type: 'roll_back', to: point.commit };
}

/** Runs a state to its end, or for at most `most` steps; `pick(n)` returns a number below n. `meddling` adds commands at any time. */
export function simulate(
  start: IntegrationState,
  pick: (below: number) => number,
  { most = 400, meddling = false } = {},
): readonly Step[] {
  const steps: Step[] = [];
  const running: Action[] = [];
  let state = start;
  const happen = (outcome: UnstampedEvent, of?: ActionKey) => {
    const at = sampleInstant(steps.length + 1);
    const event = (of === undefined ? { ...outcome, at } : { ...outcome, at, of }) as Event;
    const after = transition(state, event);
    steps.push({ before: state, event, after });
    state = after;
  };
  while (steps.length < most) {
    const command = meddling && pick(8) === 0 ? anyCommand(state, pick) : null;
    const decided = command === null ? null : decide(state, command, sampleInstant(steps.length + 1));
    if (decided !== null && !('refused' in decided)) happen(decided);
    const offered = nextActions(state);
    const question = openQuestion(state);
    const open = question?.choices.filter((choice) => choice.disabled === null) ?? [];
    const moves = offered.length + running.length + (open.length > 0 ? 1 : 0);
    if (moves === 0) {
      if (!state.paused || state.stage === 'FINISHED') break;
      happen({ type: 'went_on' });
      continue;
    }
    const move = pick(moves);
    const action = offered[move];
    const ended = running[move - offered.length];
    if (action !== undefined) {
      running.push(action);
      happen({ type: 'action_started', key: actionKey(action), action });
    } else if (ended !== undefined) {
      running.splice(move - offered.length, 1);
      happen(outcomeOf(state, ended, pick), actionKey(ended));
    } else if (question !== null) {
      const choice = open[pick(open.length)]?.id ?? choiceId('');
      happen({ type: 'choice_made', question: question.id, choice, by: 'operator' });
    }
  }
  return steps;
}

/** Picks one of the outcomes that the performer of an action may report. */
export function outcomeOf(
  state: IntegrationState,
  action: Action,
  pick: (below: number) => number,
): Happened {
  const fresh = (): Sha => sampleSha(`${state.updated_at}-${pick(1_000_000)}`);
  switch (action.type) {
    case 'make_plan': {
      const efforts = ['one', 'two', 'three', 'four'].slice(0, 1 + pick(4)).map((name, index) =>
        sampleEffort(name, {
          dependencies: index > 0 && pick(3) === 0 ? [sampleEffort('one').name] : [],
          size: {
            added: pick(4) === 0 ? 900 : 20,
            removed: 0,
            files: 1,
            uncounted: 0,
            by_directory: [],
            by_commit: [],
          },
        }),
      );
      const forecast = {
        with_target: [],
        touched: [],
        pairs: [],
        cost: { given: 0, chosen: 0, because: 'nothing conflicts' },
      };
      return { type: 'plan_made', target: state.target, target_base: sampleSha('base'), efforts, forecast };
    }
    case 'create_integration_branch':
      return {
        type: 'integration_branch_created',
        commit: action.at,
        restore_point: 'refs/intorch/start' as RefName,
      };
    case 'merge_effort':
    case 'resolve_conflict': {
      const { effort, onto } = action;
      const luck = pick(6);
      if (luck === 0) return { type: 'effort_merge_failed', effort, because: 'it does not apply' };
      if (luck < 3 && action.type === 'merge_effort') {
        const raw = sampleConflict(effort, 'src/a.ts', {
          hunks: [],
          resolution_status: 'IN_PROGRESS',
          resolution_strategy: null,
          edited: null,
        });
        return { type: 'conflict_found', effort, conflicts: [raw] };
      }
      const restore_point = `refs/intorch/${effort}` as RefName;
      return {
        type: 'effort_merged',
        effort,
        merge_commit: fresh(),
        restore_point,
        restore_commit: onto,
        left_out: [],
        losses: pick(6) === 0 ? [{ path: 'src/a.ts', side: 'current', lines: 2, examples: ['gone();'] }] : [],
      };
    }
    case 'inspect_conflict': {
      const full = sampleConflict(action.effort, 'src/a.ts', {
        resolution_status: 'IN_PROGRESS',
        resolution_strategy: null,
        edited: null,
      });
      const conflict = { ...full, hunks: full.hunks.map((hunk) => ({ ...hunk, choice: null })) };
      return { type: 'conflict_classified', effort: action.effort, conflicts: [conflict] };
    }
    case 'prepare_edit':
      return { type: 'edit_prepared', conflict: action.conflict, file: '/edits/file' };
    case 'accept_edit': {
      if (pick(2) === 0)
        return { type: 'edit_refused', conflict: action.conflict, because: '1 conflict marker left in it' };
      const nothing = { lines: 0, examples: [] };
      const loses = { current: nothing, incoming: nothing };
      return {
        type: 'edit_accepted',
        conflict: action.conflict,
        blob: fresh(),
        mode: '100644',
        tree: fresh(),
        loses,
      };
    }
    case 'run_gate': {
      const run = state.gate_runs.find(({ id }) => id === action.run);
      const failed = pick(4) === 0 && action.subject.kind !== 'baseline' ? 1 : 0;
      const tests = {
        total: 12,
        passed: 12 - failed,
        failed,
        skipped: 0,
        failing: failed ? ['a > b'] : [],
        coverage: null,
      };
      const tree = fresh();
      return {
        type: 'gate_finished',
        run: action.run,
        commit: run?.commit ?? fresh(),
        tree,
        command_digest: action.gate,
        exit_code: failed,
        timed_out: false,
        tests,
        ...(action.subject.kind === 'guard' && {
          expectations: {
            failing: tests.failing.map((test) => ({ test, files: ['a.test.js'] })),
            unloadable: [],
            unnamed: false,
          },
        }),
        duration_ms: 5,
        unable: null,
        tampered: [],
        workspace: '/slot',
        reused_from: null,
      };
    }
    case 'survey_result': {
      const nothing = { known: true, value: [] } as const;
      const documentation = { changed: [], code_changed: 0 };
      const seen = {
        cycles: nothing,
        broken_exports: nothing,
        migration_note: null,
        documentation,
        hindrance: null,
        markers: pick(6) === 0 ? ['src/a.ts'] : [],
        tests_gone: [],
        changed_tests:
          pick(3) === 0
            ? [
                {
                  path: 'a.test.js',
                  deleted: pick(2) === 0,
                  efforts: state.efforts_included.slice(0, 1).map(({ name }) => name),
                },
              ]
            : [],
        rewritten: [],
      };
      return { type: 'result_surveyed', survey: { commit: action.commit, ...seen } };
    }
    case 'take_back':
      return { type: 'integration_taken_back', to: action.to, saved_as: null };
    case 'land':
      return pick(3) === 0
        ? { type: 'landing_held', command: 'git merge --ff-only', because: 'held' }
        : { type: 'landed', commit: action.commit };
  }
}

/** A source of choices that fast-check can shrink. */
export const anyLuck: fc.Arbitrary<(below: number) => number> = fc
  .infiniteStream(fc.nat())
  .map((stream) => (below: number) => Number(stream.next().value ?? 0) % below);

/** Answers that lead on; a session that is asked about something else takes the first that is open. */
const FORWARD = ['continue', 'start', 'land', 'roll_back', 'done', 'accept', 'hold_effort', 'retry'];

/** Goes on from a state while every action succeeds and every answer leads on; returns the number of events until the end. */
export function settle(start: IntegrationState, most: number): number | null {
  // The luck of an outcome that is good: no failure, no conflict, no red gate.
  const well = (below: number) => below - 1;
  let state = start;
  let events = 0;
  const happen = (outcome: UnstampedEvent, of?: ActionKey) => {
    events += 1;
    const at = sampleInstant(100_000 + events);
    state = transition(state, (of === undefined ? { ...outcome, at } : { ...outcome, at, of }) as Event);
  };
  while (events <= most) {
    if (state.stage === 'FINISHED' && state.rollback_offer === null) return events;
    const [started] = state.in_flight;
    const [action] = nextActions(state);
    const question = openQuestion(state);
    const open = question?.choices.filter((choice) => choice.disabled === null) ?? [];
    if (started !== undefined) happen(outcomeOf(state, started.action, well), started.key);
    else if (action !== undefined) happen({ type: 'action_started', key: actionKey(action), action });
    else if (question !== null) {
      const [forward] = FORWARD.flatMap((id) => open.filter((choice) => choice.id === id));
      const choice = question.recommended?.choice ?? (forward ?? open[0])?.id ?? choiceId('');
      happen({ type: 'choice_made', question: question.id, choice, by: 'operator' });
    } else if (state.paused) happen({ type: 'went_on' });
    else return null;
  }
  return null;
}

const FOREIGN = {
  commit: sampleSha('top-0'),
  authors: ['A'],
  subject: 'Fix',
  files: ['fix.txt'],
  more_files: 0,
};

/** Where the integration branch is, in one of the ways that git can say it. */
type Branch = Pick<
  Facts,
  'integration_tip' | 'published_tip' | 'integration_line' | 'integration_keeps_ours'
>;

/** Returns anything that git may say of a state: any tips, branches gone, anybody's commits on top of ours, or our own just published. */
export function anyFacts(state: IntegrationState): fc.Arbitrary<Facts> {
  const own = [
    state.target_base,
    state.integration_tip,
    ...state.efforts_included.flatMap((effort) => [
      effort.tip,
      flatEffort(effort).merge_commit,
      flatEffort(effort).restore_point,
    ]),
  ].filter((commit): commit is Sha => commit !== null);
  const commit = fc.constantFrom(...own, sampleSha('foreign'), sampleSha('other'));
  const tip = fc.option(commit, { nil: null });
  const names = state.efforts_included.map(({ name }) => name);
  return fc
    .record({
      branch: anyBranch(state, tip),
      facts: fc.record({
        at: fc.constant(sampleInstant(50_000)),
        target_tip: tip,
        effort_tips: fc
          .tuple(...names.map(() => tip))
          .map((tips) => Object.fromEntries(names.map((name, index) => [name, tips[index] ?? null]))),
        in_target: fc.subarray(names),
        reverted: fc.constant([]),
        foreign: fc.subarray([FOREIGN]),
        new_branches: fc.subarray(['effort/late' as BranchName, 'effort/later' as BranchName]),
        workspaces_gone: fc.subarray(['/slots/1']),
      }),
    })
    .map(({ branch, facts }) => ({ ...facts, ...branch }));
}

function anyBranch(state: IntegrationState, tip: fc.Arbitrary<Sha | null>): fc.Arbitrary<Branch> {
  const ours = state.integration_tip;
  const elsewhere: fc.Arbitrary<Branch> = fc.record({
    integration_tip: tip.map((at) => (at === ours ? null : at)),
    published_tip: fc.constant(ours),
    integration_line: fc.constant([]),
    integration_keeps_ours: fc.constant(false),
  });
  if (ours === null) return elsewhere;
  const lineOf = (seconds: readonly (Sha | null)[]): Facts['integration_line'] => [
    ...seconds
      .map((second, index) => ({
        commit: sampleSha(`top-${index}`),
        parents: [index === 0 ? ours : sampleSha(`top-${index - 1}`), ...(second === null ? [] : [second])],
      }))
      .toReversed(),
    { commit: ours, parents: [] },
  ];
  const keeping = (line: Facts['integration_line'], published: Sha): Branch => ({
    integration_tip: line[0]?.commit ?? ours,
    published_tip: published,
    integration_line: line,
    integration_keeps_ours: true,
  });
  const onTop = fc
    .array(fc.oneof(tip, fc.constantFrom(null, ...state.efforts_included.map((effort) => effort.tip))), {
      maxLength: 3,
    })
    .map((seconds) => keeping(lineOf(seconds), ours));
  // What this session was about to merge, published just before the end came, and is about to merge again. Where something else comes
  // first by then, it is taken for somebody's merge: the commit is the same.
  const interrupted = transition(state, { type: 'actions_interrupted', at: state.updated_at });
  const merging = nextActions({ ...interrupted, trouble: null, paused: false, resume_offer: null }).flatMap(
    (action) => (action.type === 'merge_effort' && action.onto === ours ? [action.effort] : []),
  );
  const published = state.efforts_included
    .filter(({ name }) => merging.includes(name))
    .map((effort) => lineOf([effort.tip]))
    .map((line) => fc.constant(keeping(line, line[0]?.commit ?? ours)));
  return fc.oneof(elsewhere, onTop, ...published);
}
