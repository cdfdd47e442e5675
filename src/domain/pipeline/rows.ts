/** A run as the rows of the database's tables `runs`, `steps` and `attempts`: these are the run, nothing else is kept of it. */
import type { Instant } from '../shared/ids.ts';
import type { Because, ScheduledState } from '../shared/scheduling/schedule.ts';
import type { PipelineRunId } from './run-id.ts';
import type { Pipeline } from './schema.ts';
import { changedSteps, exitCodeOf, progressPct } from './selectors.ts';
import type { Attempt, RunState, StepState } from './state.ts';
import { inFlightOf } from './step-changes.ts';

/** What a run is of; written once. `metadata` is JSON. */
export interface RunOrigin {
  readonly run_id: string;
  readonly plan_id: string;
  readonly plan_version: string;
  readonly project: string | null;
  readonly phase_id: string | null;
  readonly metadata: string;
  readonly created_at: string;
  readonly file: string;
  readonly directory: string;
}

/** The pipeline of a run, as JSON; written once, and apart because it is long. */
export interface PipelineRow {
  readonly pipeline: string;
  readonly variables: string;
}

/** Where a run stands. */
export interface RunProgress {
  readonly state: RunState['state'];
  readonly cancelled: RunState['cancelled'];
  readonly updated_at: string;
  readonly ended_at: string | null;
  readonly exit_code: number | null;
  readonly progress_pct: number;
}

export interface StepRow {
  readonly step_id: string;
  /** From 0, as in the file. */
  readonly position: number;
  readonly name: string;
  readonly state: ScheduledState;
  readonly failures: number;
  readonly retry_at: string | null;
  /** The kind of `Because`, and the step that it names. */
  readonly because: Because['kind'] | null;
  readonly because_of: string | null;
  /** 0 or 1. */
  readonly cancelling: number;
}

export interface AttemptRow {
  readonly step_id: string;
  readonly attempt: number;
  readonly state: Attempt['state'];
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly exit_code: number | null;
  readonly because: string | null;
}

export interface RunRows {
  readonly run: RunOrigin & RunProgress;
  readonly pipeline: PipelineRow;
  readonly steps: readonly StepRow[];
  readonly attempts: readonly AttemptRow[];
}

/** Returns the rows of a run. */
export function rowsOf(run: RunState): RunRows {
  const { pipeline, variables, run_id, created_at, file, directory } = run;
  const { plan_id, version, metadata } = pipeline;
  const origin: RunOrigin = {
    ...{ run_id, plan_id, plan_version: version, created_at, file, directory },
    project: metadata.project ?? null,
    phase_id: metadata.phase_id ?? null,
    metadata: JSON.stringify({ ...metadata, plan_id, plan_version: version }),
  };
  return {
    run: { ...origin, ...runProgress(run) },
    pipeline: { pipeline: JSON.stringify(pipeline), variables: JSON.stringify(variables) },
    ...changedRows(null, run),
  };
}

/** Returns the part of a run's own row that changes. */
export function runProgress(run: RunState): RunProgress {
  const { state, cancelled, updated_at, ended_at } = run;
  return {
    state,
    cancelled,
    updated_at,
    ended_at,
    exit_code: exitCodeOf(run),
    progress_pct: progressPct(run),
  };
}

/** Returns the rows of steps and attempts that are not as before; states share what did not change. */
export function changedRows(before: RunState | null, run: RunState): Pick<RunRows, 'steps' | 'attempts'> {
  const changed = changedSteps(before, run);
  return {
    steps: changed.map(({ step, position }) => stepRow(run.pipeline, step, position)),
    attempts: changed.flatMap(({ step, earlier }) =>
      step.attempts.flatMap((attempt, index) =>
        earlier?.attempts[index] === attempt ? [] : [{ step_id: step.id, ...attempt }],
      ),
    ),
  };
}

function stepRow({ steps }: Pipeline, step: StepState, position: number): StepRow {
  const { id, state, failures, retry_at, because, cancelling } = step;
  return {
    ...{ step_id: id, position, name: steps[position]?.name ?? id, state, failures, retry_at },
    because: because?.kind ?? null,
    because_of: because?.kind === 'failed' ? because.id : null,
    cancelling: cancelling ? 1 : 0,
  };
}

/** Returns the run that rows hold. Steps are in the order of their positions, attempts in that of their numbers. */
export function runOfRows({ run, pipeline, steps, attempts }: RunRows): RunState {
  const bySteps = Map.groupBy(attempts, ({ step_id }) => step_id);
  const states = steps.map((row): StepState => {
    const tries = (bySteps.get(row.step_id) ?? []).map(({ step_id: _, ...attempt }) => attempt as Attempt);
    const { step_id: id, state, failures, retry_at } = row;
    const standing = { id, state, failures, retry_at: retry_at as Instant | null, because: becauseOf(row) };
    return { ...standing, attempts: tries, cancelling: row.cancelling === 1 };
  });
  return {
    ...{ in_flight: inFlightOf(states), trouble: null, paused: false, steps: states },
    ...{ state: run.state, cancelled: run.cancelled, file: run.file, directory: run.directory },
    run_id: run.run_id as PipelineRunId,
    created_at: run.created_at as Instant,
    updated_at: run.updated_at as Instant,
    ended_at: run.ended_at as Instant | null,
    pipeline: JSON.parse(pipeline.pipeline) as Pipeline,
    variables: JSON.parse(pipeline.variables) as RunState['variables'],
  };
}

function becauseOf({ because, because_of }: StepRow): Because | null {
  if (because === 'failed') return { kind: because, id: because_of ?? '' };
  return because === null ? null : { kind: because };
}
