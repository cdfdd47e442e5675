/** Pipelines and runs of them for tests: by hand, and randomly generated. */
import fc from 'fast-check';
import type { PipelineAction } from '../../src/domain/pipeline/action.ts';
import type { PipelineEvent, PipelineHappened } from '../../src/domain/pipeline/event.ts';
import { parsePipeline } from '../../src/domain/pipeline/file/parse-pipeline.ts';
import { pipelineMachine } from '../../src/domain/pipeline/machine.ts';
import type { PipelineRunId } from '../../src/domain/pipeline/run-id.ts';
import type { Pipeline } from '../../src/domain/pipeline/schema.ts';
import type { RunState } from '../../src/domain/pipeline/state.ts';
import type { Instant } from '../../src/domain/shared/ids.ts';
import type { ProcessHappened } from '../../src/domain/shared/process.ts';
import { epochMs, instantOf } from '../../src/domain/shared/time.ts';
import { earliestWake } from '../../src/domain/shared/waiting.ts';
import type { StepOf } from './machine-laws.ts';

const BEGAN = '2026-11-21T10:15:00.000Z' as Instant;

/** A step of a pipeline's file; what is left out has its default. */
export interface StepText {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Parses a pipeline of these steps. */
export function samplePipeline(steps: readonly StepText[], globals: object = {}): Pipeline {
  const filled = steps.map((step) => ({ command: 'true', ...step }));
  const parsed = parsePipeline({ plan_id: 'TEST', globals, steps: filled });
  if ('problems' in parsed) throw new Error(parsed.problems.map(({ sentence }) => sentence).join('\n'));
  return parsed.pipeline;
}

/** Returns a run of a pipeline of which nothing has happened yet. */
export function freshRun(pipeline: Pipeline, variables: Readonly<Record<string, string>> = {}): RunState {
  const run_id = 'TEST-20261121-101500' as PipelineRunId;
  return pipelineMachine.first({
    run_id,
    at: BEGAN,
    pipeline,
    variables,
    file: 'test.json',
    directory: '/repo',
  });
}

/** Returns the state after something happened, a second later. */
export function afterwards(
  run: RunState,
  happened: PipelineHappened | ProcessHappened<PipelineAction>,
): RunState {
  return pipelineMachine.transition(run, eventIn(run, happened));
}

function eventIn(run: RunState, happened: PipelineHappened | ProcessHappened<PipelineAction>): PipelineEvent {
  return { ...happened, at: instantOf(epochMs(run.updated_at) + 1000) } as PipelineEvent;
}

/**
 * Runs a pipeline to its end. `fails` names the steps whose every try fails, or says how many tries do. Returns the end state; throws
 * where it never comes.
 */
export function runToEnd(run: RunState, fails: Readonly<Record<string, number>> = {}): RunState {
  let state = run;
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (state.ended_at !== null) return state;
    const [action] = pipelineMachine.nextActions(state);
    const [running] = state.in_flight;
    if (action !== undefined)
      state = afterwards(state, { type: 'action_started', key: pipelineMachine.actionKey(action), action });
    else if (running !== undefined) {
      const { step, attempt } = running.action;
      const because = attempt <= (fails[step] ?? 0) ? 'exit status 1' : null;
      const exit_code = because === null ? 0 : 1;
      state = afterwards(state, { type: 'attempt_finished', step, exit_code, because });
    } else {
      const at = earliestWake(pipelineMachine.waitingFor(state));
      if (at === null) break;
      state = pipelineMachine.transition(state, { type: 'time_came', at });
    }
  }
  throw new Error(`no end: ${JSON.stringify(state.steps)}`);
}

/** Returns the states of a run's steps by their ids. */
export function statesOf({ steps }: RunState): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map(({ id, state }) => [id, state]));
}

const POLICY = fc.record({
  critical: fc.boolean(),
  on_failure: fc.constantFrom('abort', 'skip_dependents', 'continue'),
  retries: fc.nat(2),
  retry_delay_sec: fc.nat(3),
  exclusive: fc.subarray(['db', 'port']),
  condition: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    'success()',
    'failure()',
    'always()',
    "${X:-a} == 'b'",
  ),
  before: fc.array(fc.nat(), { maxLength: 3 }),
});

/** Any graph without circles, any policy for each step: a step depends on earlier ones alone. */
const anyPipeline: fc.Arbitrary<Pipeline> = fc
  .tuple(fc.array(POLICY, { minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 4 }))
  .map(([policies, max_concurrency]) => {
    const steps = policies.map(({ before, condition, ...rest }, index) => {
      const depends_on = [...new Set(index === 0 ? [] : before.map((one) => `s${one % index}`))];
      const isHopeless = condition === 'failure()' && depends_on.length === 0;
      return { id: `s${index}`, ...rest, depends_on, ...(condition && !isHopeless ? { condition } : {}) };
    });
    return samplePipeline(steps, { max_concurrency });
  });

/** A run of any pipeline by numbers of chance; 0 to 4 is work, the rest is what goes wrong or is asked for. */
export const anyRun: fc.Arbitrary<readonly StepOf<RunState, PipelineEvent>[]> = fc
  .tuple(anyPipeline, fc.array(fc.nat(), { minLength: 1, maxLength: 60 }))
  .map(([pipeline, luck]) => runByChance(freshRun(pipeline), luck));

function runByChance(start: RunState, luck: readonly number[]): readonly StepOf<RunState, PipelineEvent>[] {
  const steps: StepOf<RunState, PipelineEvent>[] = [];
  let state = start;
  const add = (event: PipelineEvent) => {
    const after = pipelineMachine.transition(state, event);
    steps.push({ before: state, event, after });
    state = after;
  };
  for (const chance of luck) {
    const pick = <T>(list: readonly T[]): T | undefined =>
      list[Math.floor(chance / 16) % Math.max(1, list.length)];
    const what = chance % 16;
    const action = pick(pipelineMachine.nextActions(state));
    const running = pick(state.in_flight);
    const named = pick(state.steps)?.id ?? '';
    const command = (['cancel_step', 'retry_step'] as const)[chance % 2] ?? 'cancel_step';
    if (what === 15) add(eventIn(state, { type: 'actions_interrupted' }));
    else if (what === 14) add(eventIn(state, { type: 'actions_interrupted', asked: true }));
    else if (what === 13 || what === 12) {
      const asked = what === 13 ? ({ type: 'cancel' } as const) : { type: command, step: named };
      const decided = pipelineMachine.decide(state, asked, instantOf(epochMs(state.updated_at) + 1000), null);
      if (!('refused' in decided)) add(decided);
    } else if (running?.cancelled) add(eventIn(state, { type: 'action_cancelled', key: running.key }));
    else if (action !== undefined && what % 2 === 0)
      add(eventIn(state, { type: 'action_started', key: pipelineMachine.actionKey(action), action }));
    else if (running !== undefined && what === 11)
      add(eventIn(state, { type: 'action_failed', key: running.key, message: 'no room', remedy: '' }));
    else if (running !== undefined) {
      const because = what < 6 ? null : 'exit status 1';
      const { step } = running.action;
      add(eventIn(state, { type: 'attempt_finished', step, exit_code: because === null ? 0 : 1, because }));
    } else {
      const at = earliestWake(pipelineMachine.waitingFor(state));
      if (at !== null) add({ type: 'time_came', at });
    }
  }
  return steps;
}
