/** How severe each kind of collision is, met or forecast. Severity and whether it resolves itself follow from this table alone. */
import type { ConflictKind, ConflictLevel, Severity } from './conflict.ts';

/** Classes of hunks, by which policies refer to them. A hunk belongs to the first class that fits. */
export const HUNK_CLASSES = [
  'lockfile',
  'generated',
  'identical',
  'whitespace',
  'changelog',
  'version',
  'imports',
  'contained',
  'manifest',
  'both_insert_list',
  'both_insert',
  'delete_edit',
  'adjacent',
  'same_line_apart',
  'prose',
  'overlap',
] as const;
export type HunkClass = (typeof HUNK_CLASSES)[number];

/** Where it collides, and how severe it is where a person decides. */
export interface CollisionGrade {
  readonly level: ConflictLevel;
  readonly severity: Exclude<Severity, 'LOW'>;
}

/** Cases that are graver than their class. */
type Graver = 'two_versions' | 'one_function';

/** What a forecast knows of a file that two efforts change. */
type Forecast = 'same_function' | 'forecast_conflict';

const GRADES: Readonly<
  Record<
    HunkClass | Graver | ConflictKind | Forecast,
    readonly [CollisionGrade['level'], CollisionGrade['severity']]
  >
> = {
  lockfile: ['file', 'MEDIUM'],
  generated: ['file', 'MEDIUM'],
  identical: ['line', 'MEDIUM'],
  whitespace: ['line', 'MEDIUM'],
  changelog: ['line', 'MEDIUM'],
  version: ['line', 'MEDIUM'],
  imports: ['line', 'MEDIUM'],
  contained: ['line', 'MEDIUM'],
  manifest: ['line', 'MEDIUM'],
  both_insert_list: ['line', 'MEDIUM'],
  both_insert: ['line', 'MEDIUM'],
  delete_edit: ['semantic', 'HIGH'],
  adjacent: ['line', 'MEDIUM'],
  same_line_apart: ['semantic', 'MEDIUM'],
  prose: ['line', 'MEDIUM'],
  overlap: ['semantic', 'HIGH'],

  two_versions: ['semantic', 'HIGH'],
  one_function: ['semantic', 'HIGH'],

  content: ['file', 'HIGH'],
  add_add: ['file', 'HIGH'],
  modify_delete: ['file', 'HIGH'],
  rename_delete: ['file', 'HIGH'],
  rename_rename: ['file', 'MEDIUM'],
  directory_file: ['file', 'HIGH'],
  mode: ['file', 'MEDIUM'],
  symlink: ['file', 'HIGH'],
  submodule: ['file', 'HIGH'],
  binary: ['file', 'HIGH'],

  same_function: ['line', 'HIGH'],
  forecast_conflict: ['line', 'MEDIUM'],
};

/** Returns how a collision is graded where a person decides. */
export function gradeOf(what: keyof typeof GRADES): CollisionGrade {
  const [level, severity] = GRADES[what];
  return { level, severity };
}

/** Returns how severe a hunk is, by what rules and policies make of it: low exactly where it is resolved without a question. */
export function severityWith(
  { auto, choice }: { readonly auto: unknown; readonly choice: unknown },
  open: CollisionGrade['severity'],
): Severity {
  return auto === null || choice === null ? open : 'LOW';
}

/** Checks whether something of this severity is resolved without a person. */
export function resolvesItself(severity: Severity): boolean {
  return severity === 'LOW';
}
