import type { Kysely } from 'kysely';
import { type AttemptRow, runOfRows, type StepRow } from '../../../domain/pipeline/rows.ts';
import type { PipelineRunId } from '../../../domain/pipeline/run-id.ts';
import type { RunState } from '../../../domain/pipeline/state.ts';
import type { RunEvent } from '../../../domain/pipeline/told.ts';
import type { RunFilter, RunListing, RunReader } from '../../../ports/runs.ts';
import { guardedBy } from '../rows.ts';
import type { RunTables } from './run-tables.ts';

const LISTED = [
  'run_id',
  'plan_id',
  'plan_version',
  'project',
  'state',
  'created_at',
  'updated_at',
  'ended_at',
  'exit_code',
  'progress_pct',
] as const;

/** Reads the runs in an open database; `path` stands in errors. */
export function runReader(database: Kysely<RunTables>, path: string): RunReader {
  const list = ({ state = null, plan_id = null }: RunFilter = {}) => {
    const all = database.selectFrom('runs').select(LISTED);
    const those = state === null ? all : all.where('state', '=', state as RunState['state']);
    return (plan_id === null ? those : those.where('plan_id', '=', plan_id))
      .orderBy('created_at', 'desc')
      .orderBy('run_id', 'desc')
      .execute() as Promise<readonly unknown[]> as Promise<readonly RunListing[]>;
  };
  const load = async (run_id: PipelineRunId) => {
    const run = await database.selectFrom('runs').selectAll().where('run_id', '=', run_id).executeTakeFirst();
    const pipeline = await database
      .selectFrom('run_pipelines')
      .selectAll()
      .where('run_id', '=', run_id)
      .executeTakeFirst();
    if (run === undefined || pipeline === undefined) return null;
    const steps = await database
      .selectFrom('steps')
      .selectAll()
      .where('run_id', '=', run_id)
      .orderBy('position')
      .execute();
    const attempts = await database
      .selectFrom('attempts')
      .selectAll()
      .where('run_id', '=', run_id)
      .orderBy('attempt')
      .execute();
    return runOfRows({
      run,
      pipeline,
      steps: steps.map(withoutRun<StepRow>),
      attempts: attempts.map(withoutRun<AttemptRow>),
    });
  };
  const eventsAfter = async (run_id: PipelineRunId, sequence: number) => {
    const rows = await database
      .selectFrom('run_events')
      .selectAll()
      .where('run_id', '=', run_id)
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .execute();
    return rows.map(withoutRun<RunEvent>);
  };
  return {
    list: (filter) => guardedBy(path, () => list(filter)),
    load: (run) => guardedBy(path, () => load(run)),
    eventsAfter: (run, sequence) => guardedBy(path, () => eventsAfter(run, sequence)),
    close: () => database.destroy(),
  };
}

function withoutRun<Row>({ run_id: _, ...rest }: Row & { readonly run_id: string }): Row {
  return rest as unknown as Row;
}
