import { firstIssue } from '../../shared/schema.ts';
import type { Envelope } from './document.ts';
import type { CheckpointFields } from './document-schema.ts';
import { checkpointFieldsSchema } from './document-schema.ts';
import type { Fields, Migration } from './migrations.ts';
import { MIGRATIONS, migrate, SCHEMA_VERSION } from './migrations.ts';

/** An envelope, or why there is none, in a few words for a list. */
export type Decoded =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly refused: string };

/** Fields without which the specification calls a checkpoint incomplete, and those that tell how to read it. */
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

/** Gives the envelope in a parsed document; one that is incomplete, newer, or of another shape is refused with the reason. */
export function decodeCheckpoint(
  parsed: unknown,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): Decoded {
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
  const read = checkpointFieldsSchema.safeParse({ ...current, highlighted: asList(current['highlighted']) });
  return read.success
    ? { ok: true, envelope: envelopeOf(read.data) }
    : refuse(firstIssue(read.error, current));
}

/** The first release knew one cursor only. */
function asList(highlighted: unknown): unknown {
  return highlighted === null ? [] : fieldsOf(highlighted) === null ? highlighted : [highlighted];
}

/** Takes what is stored and leaves what is derived. */
function envelopeOf(fields: CheckpointFields): Envelope {
  const {
    schema_version,
    sequence,
    host,
    saved_at,
    checkpoint_timestamp,
    size_validations,
    test_results,
    performance_metrics,
    pending_actions,
    health,
    conflicts_detected,
    ...state
  } = fields;
  const conflicts = conflicts_detected.map(({ type, ...conflict }) => conflict);
  return { schema_version, sequence, host, saved_at, state: { ...state, conflicts_detected: conflicts } };
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function refuse(refused: string): Decoded {
  return { ok: false, refused };
}
