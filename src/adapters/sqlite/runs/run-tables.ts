import type { CreateTableBuilder, Generated, Kysely } from 'kysely';
import type {
  AttemptRow,
  PipelineRow,
  RunOrigin,
  RunProgress,
  StepRow,
} from '../../../domain/pipeline/rows.ts';
import type { RunEvent } from '../../../domain/pipeline/told.ts';

interface OfRun {
  readonly run_id: string;
}

/** The tables of pipelines in `intorch.db`. */
export interface RunTables {
  readonly runs: RunOrigin & RunProgress & { readonly last_event: number };
  readonly run_pipelines: OfRun & PipelineRow;
  readonly steps: OfRun & StepRow;
  readonly attempts: OfRun & AttemptRow;
  readonly run_events: OfRun & { readonly [Field in keyof RunEvent]: RunEvent[Field] };
  /** Commands that were left with a run, as JSON. */
  readonly run_requests: OfRun & { readonly number: Generated<number>; readonly command: string };
}

export const RUN_TABLES = [
  'runs',
  'run_pipelines',
  'steps',
  'attempts',
  'run_events',
  'run_requests',
] as const;

type Column = readonly [name: string, type: 'text' | 'integer', rule?: 'null'];

const COLUMNS: Readonly<Record<Exclude<keyof RunTables, 'run_requests'>, readonly Column[]>> = {
  runs: [
    ['plan_id', 'text'],
    ['plan_version', 'text'],
    ['project', 'text', 'null'],
    ['phase_id', 'text', 'null'],
    ['metadata', 'text'],
    ['created_at', 'text'],
    ['file', 'text'],
    ['directory', 'text'],
    ['state', 'text'],
    ['cancelled', 'text'],
    ['updated_at', 'text'],
    ['ended_at', 'text', 'null'],
    ['exit_code', 'integer', 'null'],
    ['progress_pct', 'integer'],
    ['last_event', 'integer'],
  ],
  run_pipelines: [
    ['pipeline', 'text'],
    ['variables', 'text'],
  ],
  steps: [
    ['step_id', 'text'],
    ['position', 'integer'],
    ['name', 'text'],
    ['state', 'text'],
    ['failures', 'integer'],
    ['retry_at', 'text', 'null'],
    ['because', 'text', 'null'],
    ['because_of', 'text', 'null'],
    ['cancelling', 'integer'],
  ],
  attempts: [
    ['step_id', 'text'],
    ['attempt', 'integer'],
    ['state', 'text'],
    ['started_at', 'text'],
    ['ended_at', 'text', 'null'],
    ['exit_code', 'integer', 'null'],
    ['because', 'text', 'null'],
  ],
  run_events: [
    ['sequence', 'integer'],
    ['at', 'text'],
    ['type', 'text'],
    ['step_id', 'text', 'null'],
    ['attempt', 'integer', 'null'],
    ['exit_code', 'integer', 'null'],
    ['because', 'text', 'null'],
  ],
};

/** The columns that tell the rows of a table apart. */
export const RUN_KEYS = {
  runs: ['run_id'],
  run_pipelines: ['run_id'],
  steps: ['run_id', 'step_id'],
  attempts: ['run_id', 'step_id', 'attempt'],
  run_events: ['run_id', 'sequence'],
} as const;

/** Creates missing tables of pipelines. */
export async function createRunTables(database: Kysely<RunTables>): Promise<void> {
  for (const table of ['runs', 'run_pipelines', 'steps', 'attempts', 'run_events'] as const) {
    await COLUMNS[table]
      .reduce<CreateTableBuilder<string, string>>(
        (made, [name, type, rule]) =>
          made.addColumn(name, type, (column) => (rule === 'null' ? column : column.notNull())),
        database.schema
          .createTable(table)
          .ifNotExists()
          .addColumn('run_id', 'text', (column) => column.notNull()),
      )
      .addPrimaryKeyConstraint(`${table}_key`, [...RUN_KEYS[table]])
      .execute();
  }
  await database.schema
    .createTable('run_requests')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('command', 'text', (column) => column.notNull())
    .execute();
}
