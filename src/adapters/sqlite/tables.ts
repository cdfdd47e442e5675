import type { Generated, Kysely } from 'kysely';

/** The tables of `intorch.db`. */
export interface Tables {
  readonly sessions: { readonly session_id: string; readonly created_at: string };
  readonly events: {
    readonly session_id: string;
    /** Counts the events of a session, from 1. */
    readonly sequence: number;
    readonly type: string;
    readonly at: string;
    /** The whole event as JSON. */
    readonly body: string;
  };
  /** The newest state of each session, for the program itself. */
  readonly snapshots: {
    readonly session_id: string;
    /** Kind of process, by its codec's name. */
    readonly kind: string;
    readonly schema_version: number;
    /** Number of the last event in it. */
    readonly sequence: number;
    readonly host: string;
    readonly saved_at: string;
    readonly created_at: string;
    readonly summary: string;
    /** 0 or 1. */
    readonly finished: number;
    /** The fields of the state as JSON; `{"part": <digest>}` stands for what is in `parts`. */
    readonly body: string;
  };
  /** The state that each session began with. */
  readonly first_states: {
    readonly session_id: string;
    readonly kind: string;
    readonly schema_version: number;
    readonly host: string;
    readonly saved_at: string;
    readonly body: string;
  };
  /** What tells that a snapshot is as it was when it was checked and written; beside it, because an older release writes none. */
  readonly seals: { readonly session_id: string; readonly seal: string };
  readonly parts: { readonly session_id: string; readonly digest: string; readonly body: string };
  /** What steps have written that git has not brought to the disk. */
  readonly written_objects: { readonly file: string; readonly bytes: Uint8Array };
  readonly ref_moves: {
    readonly number: Generated<number>;
    readonly ref: string;
    /** null: the ref was removed. */
    readonly object: string | null;
    readonly at_ms: number;
  };
  /** Events that were unusable when the session was resumed, unchanged: kept for people, never read back. */
  readonly events_set_aside: Tables['events'] & {
    readonly because: string;
    readonly set_aside_at: string;
  };
}

/** Creates missing tables. */
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
    .createTable('snapshots')
    .ifNotExists()
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('schema_version', 'integer', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('finished', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('first_states')
    .ifNotExists()
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('schema_version', 'integer', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('seals')
    .ifNotExists()
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('seal', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('parts')
    .ifNotExists()
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('parts_key', ['session_id', 'digest'])
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
  await database.schema
    .createTable('written_objects')
    .ifNotExists()
    .addColumn('file', 'text', (column) => column.primaryKey())
    .addColumn('bytes', 'blob', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('ref_moves')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('ref', 'text', (column) => column.notNull())
    .addColumn('object', 'text')
    .addColumn('at_ms', 'integer', (column) => column.notNull())
    .execute();
}
