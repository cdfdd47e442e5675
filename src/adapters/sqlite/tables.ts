import type { Kysely } from 'kysely';

/** The tables of `intorch.db`. */
export interface Tables {
  readonly sessions: { readonly session_id: string; readonly created_at: string };
  readonly events: {
    readonly session_id: string;
    /** Grows by one per event of a session, from 1. */
    readonly sequence: number;
    readonly type: string;
    readonly at: string;
    /** The whole event as JSON. */
    readonly body: string;
  };
  /** Events that could not be used when the session was taken up again, as they were: kept for people, never read back. */
  readonly events_set_aside: Tables['events'] & {
    readonly because: string;
    readonly set_aside_at: string;
  };
}

/** Makes the tables where they are missing. */
export async function createTables(database: Kysely<Tables>): Promise<void> {
  await database.schema
    .createTable('sessions')
    .ifNotExists()
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('events')
    .ifNotExists()
    .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.session_id'))
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('events_key', ['session_id', 'sequence'])
    .execute();
  await database.schema
    .createTable('events_set_aside')
    .ifNotExists()
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('type', 'text')
    .addColumn('at', 'text')
    .addColumn('body', 'text')
    .addColumn('because', 'text', (column) => column.notNull())
    .addColumn('set_aside_at', 'text', (column) => column.notNull())
    .execute();
}
