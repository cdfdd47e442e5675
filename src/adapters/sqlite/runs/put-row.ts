import type { CompiledQuery, Insertable, Kysely } from 'kysely';
import type { RunProgress } from '../../../domain/pipeline/rows.ts';
import { RUN_KEYS, type RunTables } from './run-tables.ts';

/** The text of a query is worked out once: that takes longer than the query. */
const QUERIES = new Map<Kept, CompiledQuery & { readonly columns: readonly string[] }>();

type Kept = 'steps' | 'attempts' | 'run_events';

/** Writes a row of one of these tables in the place of the one with its key. Events have numbers of their own: one that is there is a second writer's. */
export async function putRow<Table extends Kept>(
  database: Kysely<RunTables>,
  table: Table,
  row: Insertable<RunTables[Table]>,
): Promise<void> {
  const query = QUERIES.get(table) ?? { ...queryFor(database, table, row), columns: Object.keys(row) };
  QUERIES.set(table, query);
  // Rows of one table have the same columns, but not in the same order.
  const parameters = query.columns.map((column) => row[column as keyof typeof row]);
  await database.executeQuery({ ...query, parameters });
}

function queryFor(database: Kysely<RunTables>, table: Kept, row: object): CompiledQuery {
  const insert = database.insertInto(table).values(row as Insertable<RunTables[Kept]>);
  if (table === 'run_events') return insert.compile();
  const keys = [...RUN_KEYS[table]] as string[];
  const changing = Object.keys(row).filter((name) => !keys.includes(name));
  return insert
    .onConflict((there) =>
      there
        .columns(keys as ['run_id'])
        .doUpdateSet(({ ref }) =>
          Object.fromEntries(changing.map((name) => [name, ref(`excluded.${name}` as 'run_id')])),
        ),
    )
    .compile();
}

let progress: CompiledQuery | null = null;

/** Writes where a run stands, and that it told so many events more. Returns the number of the last one. */
export async function putProgress(
  database: Kysely<RunTables>,
  run_id: string,
  { state, cancelled, updated_at, ended_at, exit_code, progress_pct }: RunProgress,
  told: number,
): Promise<number> {
  const changed = { state, cancelled, updated_at, ended_at, exit_code, progress_pct };
  progress ??= database
    .updateTable('runs')
    .set(({ eb }) => ({ ...changed, last_event: eb('last_event', '+', told) }))
    .where('run_id', '=', run_id)
    .returning('last_event')
    .compile();
  const parameters = [...Object.values(changed), told, run_id];
  const { rows } = await database.executeQuery<{ readonly last_event: number }>({ ...progress, parameters });
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no run ${run_id}`);
  return row.last_event;
}
