/** Migrates checkpoints of older schema versions to the current one, one version at a time. */

import type { Fields } from '../../shared/codec.ts';
import { fromVersion1 } from './version-1.ts';

/** The schema version that this program writes. */
export const SCHEMA_VERSION = 2;

/** Converts the fields to the next version. */
export type Migration = (fields: Fields) => Fields;

/** One step for each released version before the current one, keyed by the version it starts from. */
export const MIGRATIONS: ReadonlyMap<number, Migration> = new Map([[1, fromVersion1]]);

/** Migrates the fields from one version to another; null where a step is missing. */
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
