/** Bringing checkpoints of older schema versions up to today's, one version at a time. */

import type { Fields } from '../../shared/codec.ts';
import { fromVersion1 } from './version-1.ts';

/** The schema version that this program writes. */
export const SCHEMA_VERSION = 2;

/** Gives the fields as the next version has them. */
export type Migration = (fields: Fields) => Fields;

/** One step for each version that was ever released before today's, by the version it starts from. */
export const MIGRATIONS: ReadonlyMap<number, Migration> = new Map([[1, fromVersion1]]);

/** Gives the fields as a version has them, or null where no way leads there. */
export function migrate(
  fields: Fields,
  from: number,
  to: number = SCHEMA_VERSION,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): Fields | null {
  let current = fields;
  for (let version = from; version < to; version++) {
    const step = migrations.get(version);
    if (step === undefined) return null;
    current = step(current);
  }
  return { ...current, schema_version: to };
}
