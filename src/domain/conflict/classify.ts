import { entriesOf } from './facts/entries.ts';
import { isChangelog, isGenerated, isLockfile, isManifest, languageOf } from './facts/file-nature.ts';
import type { HunkText } from './facts/hunk-text.ts';
import { isImportHunk } from './facts/imports/whole-statements.ts';
import { isBlank } from './facts/lines.ts';
import { rivalNames } from './facts/rivals.ts';
import { beginsInFunction } from './facts/touched.ts';
import { differInVersionsOnly } from './facts/versions.ts';
import { type CollisionGrade, gradeOf, type HunkClass } from './grades.ts';
import { adjacent } from './resolvers/adjacent.ts';
import { contained } from './resolvers/contained.ts';
import { sameLineApart } from './resolvers/same-line-apart.ts';
import { whiteSpace } from './resolvers/white-space.ts';

export interface Classification extends CollisionGrade {
  readonly class: HunkClass;
}

/** Classes whose hunks are often resolved by keeping what both sides have. */
const UNITED: ReadonlySet<HunkClass> = new Set([
  'manifest',
  'both_insert_list',
  'both_insert',
  'adjacent',
  'same_line_apart',
  'prose',
]);

/** Classifies a hunk: what kind of collision it is, at which level, and how severe if no rule resolves it. */
export function classifyHunk(hunk: HunkText): Classification {
  const found = classOf(hunk);
  return { class: found, ...gradeOf(graveCase(found, hunk) ?? found) };
}

function graveCase(found: HunkClass, hunk: HunkText): 'two_versions' | 'one_function' | null {
  // Two versions of one file, two definitions of one name, or two values of one key cannot both be right.
  if (UNITED.has(found) && (hunk.two_versions === true || rivalNames(hunk).length > 0)) return 'two_versions';
  // Lines of one function do one thing, however far apart they stand.
  const together = found === 'adjacent' && beginsInFunction(hunk.path, hunk.before ?? '', hunk.base);
  return together ? 'one_function' : null;
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
