import type { Decoded, Envelope, Fields } from '../../shared/codec.ts';
import { firstIssue } from '../../shared/schema.ts';
import type { IntegrationState } from '../state.ts';
import { type CheckpointFields, checkpointFieldsSchema } from './document-schema.ts';
import { stateOfFlat } from './flat-state.ts';
import { MIGRATIONS, type Migration, migrate, SCHEMA_VERSION } from './migrations.ts';
import { stateSchema } from './state-schema.ts';

/** Fields without which the specification calls a checkpoint incomplete, and those needed to read it. */
export const REQUIRED_FIELDS = [
  'state',
  'phase',
  'wave',
  'integration_branch',
  'efforts_included',
  'test_results',
  'performance_metrics',
  'schema_version',
  'sequence',
] as const;

/** Decodes the envelope in a parsed document; refuses one that is incomplete, newer, or of another shape, with the reason. */
export function decodeCheckpoint(
  parsed: unknown,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): Decoded<Envelope<IntegrationState>> {
  const fields = fieldsOf(fieldsOf(parsed)?.['integration_checkpoint']);
  if (fields === null) return refuse('integration_checkpoint is missing');
  const version = Number(fields['schema_version'] ?? Number.NaN);
  if (version > SCHEMA_VERSION) {
    return refuse(`schema_version ${version} is newer than ${SCHEMA_VERSION}: update intorch`);
  }
  const current = Number.isInteger(version) ? migrate(fields, version, SCHEMA_VERSION, migrations) : fields;
  if (current === null)
    return refuse(`schema_version ${version} is older than ${SCHEMA_VERSION} and cannot be brought up to it`);
  const missing = REQUIRED_FIELDS.filter((field) => !(field in current));
  if (missing.length > 0) return refuse(`required fields are missing: ${missing.join(', ')}`);
  const read = checkpointFieldsSchema.safeParse(current);
  return read.success ? envelopeOf(read.data) : refuse(firstIssue(read.error, current));
}

/** Returns the state in the fields of a snapshot, brought up to today's schema version. */
export function decodeState(fields: unknown, schema_version: number): Decoded<IntegrationState> {
  const known = fieldsOf(fields);
  if (known === null) return refuse('it holds no fields');
  if (schema_version > SCHEMA_VERSION)
    return refuse(`schema_version ${schema_version} is newer than ${SCHEMA_VERSION}: update intorch`);
  const current = migrate(known, schema_version);
  if (current === null)
    return refuse(`schema_version ${schema_version} cannot be brought up to ${SCHEMA_VERSION}`);
  const { schema_version: _, ...state } = current;
  const read = stateSchema.safeParse(state);
  return read.success ? stateOfFlat(read.data) : refuse(firstIssue(read.error, state));
}

/** Keeps what is stored and drops what is derived. */
function envelopeOf(fields: CheckpointFields): Decoded<Envelope<IntegrationState>> {
  const {
    schema_version,
    sequence,
    host,
    saved_at,
    checkpoint_timestamp,
    persistedAt,
    recoveredFrom,
    size_validations,
    test_results,
    performance_metrics,
    pending_actions,
    health,
    conflicts_detected,
    ...state
  } = fields;
  const conflicts = conflicts_detected.map(({ type, ...conflict }) => conflict);
  const decoded = stateOfFlat({ ...state, conflicts_detected: conflicts });
  if (!decoded.ok) return decoded;
  const from = recoveredFrom === null ? {} : { recovered_from: recoveredFrom };
  return { ok: true, value: { schema_version, sequence, host, saved_at, ...from, state: decoded.value } };
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function refuse(refused: string): { readonly ok: false; readonly refused: string } {
  return { ok: false, refused };
}
