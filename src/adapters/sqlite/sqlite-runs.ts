/** Runs of pipelines in the database of the repository. Whatever an event makes of a run is one transaction. */
import { join } from 'node:path';
import { Kysely } from 'kysely';
import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import {
  type AttemptRow,
  changedRows,
  progressOf,
  rowsOf,
  runOfRows,
  type StepRow,
} from '../../domain/pipeline/rows.ts';
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import { type RunEvent, toldBy } from '../../domain/pipeline/told.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { RunFilter, RunListing, RunReader, Runs } from '../../ports/runs.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { openDatabase, openToRead } from './open-database.ts';
import { guardedBy } from './rows.ts';
import { createRunTables, RUN_TABLES, type RunTables } from './run-tables.ts';
import { settled } from './settled.ts';

type Database = Kysely<RunTables>;

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

/** Opens the runs of an intorch folder to read; null: there are none yet. Nothing is made or mended. */
export function readRuns(directory: string): RunReader | null {
  const path = join(directory, 'intorch.db');
  const connection = openToRead(path, RUN_TABLES);
  if (connection === null) return null;
  return readerOf(new Kysely<RunTables>({ dialect: nodeSqliteDialect(connection) }), path);
}

/** Opens the runs of an intorch folder to write. `onTrouble` is notified of a database that was damaged and moved away. */
export async function openRuns(directory: string, onTrouble: (error: unknown) => void): Promise<Runs> {
  const path = join(directory, 'intorch.db');
  const onDamage = (message: string) => onTrouble(new IntorchError('STATE_UNWRITABLE', message));
  const connection = await openDatabase({ path, trash: join(directory, 'trash'), onDamage });
  const database = new Kysely<RunTables>({ dialect: nodeSqliteDialect(connection) });
  await guardedBy(path, () => settled(database, 'later', (to) => to.transaction().execute(createRunTables)));
  return { ...readerOf(database, path), ...writerOf(database, path) };
}

function readerOf(database: Database, path: string): RunReader {
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
    if (run === undefined) return null;
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

function writerOf(database: Database, path: string): Omit<Runs, keyof RunReader> {
  const create = async (run: RunState) => {
    const events = numbered(0, toldBy(null, null, run));
    const rows = rowsOf(run);
    const last_event = events.length;
    await database.transaction().execute(async (all) => {
      await all
        .insertInto('runs')
        .values({ ...rows.run, last_event })
        .execute();
      await keep(all, run.run_id, rows, events);
    });
    return events;
  };

  const record: Runs['record'] = (before, event, after, settling) =>
    settled(database, settling, (to) =>
      to.transaction().execute(async (all) => {
        const { run_id } = after;
        const { last_event } = await all
          .selectFrom('runs')
          .select('last_event')
          .where('run_id', '=', run_id)
          .executeTakeFirstOrThrow();
        const events = numbered(last_event, toldBy(before, event, after));
        const progress = { ...progressOf(after), last_event: last_event + events.length };
        await all.updateTable('runs').set(progress).where('run_id', '=', run_id).execute();
        await keep(all, run_id, changedRows(before, after), events);
        return events;
      }),
    );

  const requests = async (run_id: PipelineRunId) => {
    const rows = await database
      .selectFrom('run_requests')
      .select(['number', 'command'])
      .where('run_id', '=', run_id)
      .orderBy('number')
      .execute();
    return rows.map(({ number, command }) => ({ number, command: JSON.parse(command) as PipelineCommand }));
  };

  return {
    create: (run) => guardedBy(path, () => create(run)),
    record: (...what) => guardedBy(path, () => record(...what)),
    requests: (run) => guardedBy(path, () => requests(run)),
    leave: (run_id, command) =>
      guardedBy(path, async () => {
        const row = { run_id, command: JSON.stringify(command) };
        await database.insertInto('run_requests').values(row).execute();
      }),
    forget: (run, number) =>
      guardedBy(path, async () => {
        await database
          .deleteFrom('run_requests')
          .where('run_id', '=', run)
          .where('number', '=', number)
          .execute();
      }),
  };
}

function numbered(last: number, told: ReturnType<typeof toldBy>): readonly RunEvent[] {
  return told.map((event, index) => ({ sequence: last + index + 1, ...event }));
}

/** Writes changed rows of steps and attempts, and new events. */
async function keep(
  all: Database,
  run_id: string,
  { steps, attempts }: ReturnType<typeof changedRows>,
  events: readonly RunEvent[],
): Promise<void> {
  for (const row of steps)
    await all
      .insertInto('steps')
      .values({ run_id, ...row })
      .onConflict((there) => there.columns(['run_id', 'step_id']).doUpdateSet(row))
      .execute();
  for (const row of attempts)
    await all
      .insertInto('attempts')
      .values({ run_id, ...row })
      .onConflict((there) => there.columns(['run_id', 'step_id', 'attempt']).doUpdateSet(row))
      .execute();
  for (const row of events)
    await all
      .insertInto('run_events')
      .values({ run_id, ...row })
      .execute();
}
