import type { Kysely } from 'kysely';
import type { PipelineCommand } from '../../../domain/pipeline/command.ts';
import { changedRows, rowsOf, runProgress } from '../../../domain/pipeline/rows.ts';
import type { PipelineRunId } from '../../../domain/pipeline/run-id.ts';
import type { RunState } from '../../../domain/pipeline/state.ts';
import { type RunEvent, toldBy } from '../../../domain/pipeline/told.ts';
import type { RunReader, Runs } from '../../../ports/runs.ts';
import { guardedBy } from '../rows.ts';
import { settled } from '../settled.ts';
import { putProgress, putRow } from './put-row.ts';
import type { RunTables } from './run-tables.ts';

type Database = Kysely<RunTables>;

/** Writes runs to an open database. Whatever an event makes of a run is one transaction. */
export function runWriter(database: Database, path: string): Omit<Runs, keyof RunReader> {
  const create = async (run: RunState) => {
    const events = numbered(0, toldBy(null, null, run));
    const rows = rowsOf(run);
    const last_event = events.length;
    await database.transaction().execute(async (all) => {
      await all
        .insertInto('runs')
        .values({ ...rows.run, last_event })
        .execute();
      await all
        .insertInto('run_pipelines')
        .values({ run_id: run.run_id, ...rows.pipeline })
        .execute();
      await keep(all, run.run_id, rows, events);
    });
    return events;
  };

  const record: Runs['record'] = (before, event, after, settling) =>
    settled(database, settling, (to) =>
      to.transaction().execute(async (all) => {
        const { run_id } = after;
        const told = toldBy(before, event, after);
        // The first query writes: one that read would keep nobody from writing in between, and then could not write itself.
        const last_event = await putProgress(all, run_id, runProgress(after), told.length);
        const events = numbered(last_event - told.length, told);
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
  for (const row of steps) await putRow(all, 'steps', { run_id, ...row });
  for (const row of attempts) await putRow(all, 'attempts', { run_id, ...row });
  for (const row of events) await putRow(all, 'run_events', { run_id, ...row });
}
