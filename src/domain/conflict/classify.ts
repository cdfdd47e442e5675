import type { ConflictLevel, Severity } from './conflict.ts';
import { entriesOf } from './facts/entries.ts';
import { isChangelog, isGenerated, isLockfile, isManifest, languageOf } from './facts/file-nature.ts';
import type { HunkText } from './facts/hunk-text.ts';
import { isImportHunk } from './facts/imports/whole-statements.ts';
import { isBlank } from './facts/lines.ts';
import { rivalNames } from './facts/rivals.ts';
import { beginsInFunction } from './facts/touched.ts';
import { differInVersionsOnly } from './facts/versions.ts';
import { adjacent } from './resolvers/adjacent.ts';
import { contained } from './resolvers/contained.ts';
import { sameLineApart } from './resolvers/same-line-apart.ts';
import { whiteSpace } from './resolvers/white-space.ts';

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

/** How severe it is where a person decides. */
export type OpenSeverity = Exclude<Severity, 'LOW'>;

export interface Classification {
  readonly class: HunkClass;
  readonly level: ConflictLevel;
  readonly severity: OpenSeverity;
}

/** What rules and policies make of a hunk; each null where it is none. */
interface Decided {
  readonly auto: unknown;
  readonly choice: unknown;
}

type Weight = readonly [ConflictLevel, OpenSeverity];

const WEIGHTS: Readonly<Record<HunkClass, Weight>> = {
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
};

/** Classes whose hunks are often resolved by keeping what both sides have. */
const UNITED: ReadonlySet<HunkClass> = new Set([
  'manifest',
  'both_insert_list',
  'both_insert',
  'adjacent',
  'same_line_apart',
  'prose',
]);

/** Returns how severe a hunk is: low exactly where it is resolved without a question, so that word and deed cannot disagree. */
export function severityWith({ auto, choice }: Decided, open: OpenSeverity): Severity {
  return auto === null || choice === null ? open : 'LOW';
}

/** Classifies a hunk: what kind of collision it is, at which level, and how severe if no rule resolves it. */
export function classifyHunk(hunk: HunkText): Classification {
  const found = classOf(hunk);
  const [level, severity] = WEIGHTS[found];
  // Two versions of one file, two definitions of one name, or two values of one key cannot both be right.
  const united = UNITED.has(found) && (hunk.two_versions === true || rivalNames(hunk).length > 0);
  if (united) return { class: found, level: 'semantic', severity: 'HIGH' };
  // Lines of one function do one thing, however far apart they stand.
  const together = found === 'adjacent' && beginsInFunction(hunk.path, hunk.before ?? '', hunk.base);
  return together ? { class: found, level: 'semantic', severity: 'HIGH' } : { class: found, level, severity };
}

function classOf(hunk: HunkText): HunkClass {
  const { path, base, current, incoming } = hunk;
  if (isLockfile(path)) return 'lockfile';
  if (isGenerated(path, hunk.head)) return 'generated';
  if (current === incoming) return 'identical';
  if (whiteSpace.resolve(hunk) !== null) return 'whitespace';
  if (isChangelog(path)) return 'changelog';
  if (differInVersionsOnly(hunk)) return 'version';
  if (isImportHunk(hunk)) return 'imports';
  if (contained.resolve(hunk)?.safe === true) return 'contained';
  if (isManifest(path)) return 'manifest';
  const prose = languageOf(path) === 'prose';
  if (isBlank(base) && !isBlank(current) && !isBlank(incoming)) {
    if ([current, incoming].every((side) => entriesOf(side, path) !== null)) return 'both_insert_list';
    return prose ? 'prose' : 'both_insert';
  }
  if (prose) return 'prose';
  if (isBlank(current) || isBlank(incoming)) return 'delete_edit';
  if (adjacent.resolve(hunk) !== null) return 'adjacent';
  return sameLineApart.resolve(hunk) === null ? 'overlap' : 'same_line_apart';
}
