/** Turns what git reports about one conflicted path into a conflict that can be decided: kind, hunks, classes, options. */

import type { ConflictId, EffortName } from '../shared/ids.ts';
import { bounded, sanitizeLine } from '../shared/text.ts';
import { type Contributor, sideName } from './authors.ts';
import { tooManyPlaces } from './bounds.ts';
import type { ConflictKind, Sides, TreeEntry } from './conflict.ts';
import { kindOf, messagesAbout } from './conflict-kind.ts';
import { draftFile } from './draft-file.ts';
import { draftLines } from './draft-lines.ts';
import { parseDiff3, placesIn, type Segment } from './hunks.ts';
import type { ConflictedPath, MergeMessage } from './merge-report.ts';
import type { FolderInTheWay } from './options/file-collision.ts';
import type { HunkDraft, SideNames } from './options/option-draft.ts';
import type { ConflictPolicy } from './options/policy.ts';

export interface ConflictInput {
  readonly id: ConflictId;
  readonly effort: EffortName;
  /** The target if it changed the file, and the efforts that are in and did; empty: nobody is known to have. */
  readonly contributors: readonly Contributor[];
  /** Display name of the target, for a current side that nobody is known to have written. */
  readonly target: string;
  readonly conflicted: ConflictedPath;
  readonly messages: readonly MergeMessage[];
  /** Whole files, one character per byte; null where a side has no file, or none that can be merged by lines. */
  readonly texts: Sides<string | null>;
  /** The output of `git merge-file --diff3`; null when the conflict is not about lines. */
  readonly diff3: { readonly text: string; readonly marker_size: number } | null;
  /** Whether safe rules may resolve hunks without asking the operator. */
  readonly auto: boolean;
  readonly policies: readonly ConflictPolicy[];
  /** What is in the folder that stands where the file should; null when there is no folder, or it holds conflicts itself. */
  readonly folder?: FolderInTheWay | null;
  /** Whether the file is decided as a whole, although its lines collide; absent: where there are too many places to decide them one by one. */
  readonly whole?: boolean | null;
}

export interface ConflictDraft {
  readonly kind: ConflictKind;
  readonly files: readonly string[];
  readonly message: string;
  /** The merged file in pieces, one hunk draft per hunk; null when the file is resolved as a whole. */
  readonly segments: readonly Segment[] | null;
  readonly hunks: readonly HunkDraft[];
}

const LONGEST_MESSAGE = 1_000;

/** Drafts one conflict. The same input always produces the same draft. */
export function draftConflict(input: ConflictInput): ConflictDraft {
  const { conflicted, messages, texts } = input;
  const kind = kindOf(conflicted, messages);
  const about = messagesAbout(conflicted, messages);
  const incoming = sanitizeLine(input.effort);
  const all = input.contributors.map(({ name }) => name);
  const said = bounded(sanitizeLine(about.map(({ text }) => text.trim()).join(' ')), 1, LONGEST_MESSAGE);
  const because = kind === 'content' || kind === 'add_add' ? wholeOf(input) : null;
  const common = { kind, message: because === null ? said : `${said} (${because})` };
  const segments = because === null ? linesOf(input, kind) : null;
  if (segments === null) {
    const suggested_place = about.some(({ type, text }) =>
      /directory rename suggested|file location/.test(type + text),
    );
    const places = about.flatMap(({ paths }) => paths).filter((path) => path !== conflicted.path);
    const first_place = suggested_place ? (places[0] ?? null) : null;
    const { folder = null } = input;
    const names: SideNames = { current: sideName(all, input.target), incoming };
    const collision = {
      kind,
      conflicted,
      texts,
      names,
      suggested_place,
      first_place,
      folder,
      unseen: because !== null,
    };
    const hunk = { ...draftFile(collision, input), authors: all };
    return { ...common, files: filesOf(kind, conflicted, about, hunk), segments: null, hunks: [hunk] };
  }
  const mode = mergedMode(conflicted);
  const { auto, policies, contributors, target } = input;
  const file = { path: conflicted.path, kind, segments, texts, mode, auto, policies };
  const hunks = draftLines({ ...file, contributors, target, incoming });
  return { ...common, files: [conflicted.path], segments, hunks };
}

/** Says why a file whose lines collide is decided as a whole; null: it is not. */
function wholeOf({ diff3, texts, whole = null }: ConflictInput): string | null {
  if (diff3 === null) return 'too large to be merged by lines, or no text: decided as a whole';
  if (whole === false) return null;
  const places = placesIn(diff3.text, diff3.marker_size);
  const too_many = tooManyPlaces(places, Math.max(texts.current?.length ?? 0, texts.incoming?.length ?? 0));
  return whole === true && places.length > 0
    ? (too_many ?? 'one of too many conflicts: decided as a whole')
    : too_many;
}

/** Splits the file into segments; null unless both texts collide in some line. Git may also refuse to merge because of an attribute. */
function linesOf({ diff3, texts }: ConflictInput, kind: ConflictKind): readonly Segment[] | null {
  if (diff3 === null || (kind !== 'content' && kind !== 'add_add')) return null;
  const segments = parseDiff3(diff3.text, diff3.marker_size, texts);
  return segments.some((segment) => segment.kind === 'hunk') ? segments : null;
}

/** Lists every path that git or an option names; most conflicts have only one. */
function filesOf(
  kind: ConflictKind,
  conflicted: ConflictedPath,
  about: readonly MergeMessage[],
  hunk: HunkDraft,
): readonly string[] {
  const moves = ['rename_rename', 'rename_delete', 'directory_file', 'mode', 'symlink'].includes(kind);
  const said = moves ? about.flatMap(({ paths }) => paths) : [];
  const placed = hunk.options.flatMap(({ content }) => (content.kind === 'none' ? [] : content.paths));
  return [...new Set([conflicted.path, ...said, ...placed])];
}

/** Merges the modes as git does: the changed one wins; executable when both sides changed it, each differently. */
export function mergedMode({ base, current, incoming }: Sides<TreeEntry | null>): string {
  const modeOf = (entry: TreeEntry | null) => entry?.mode ?? null;
  const [was, ours, theirs] = [modeOf(base), modeOf(current), modeOf(incoming)];
  if (ours === null || theirs === null || ours === theirs) return ours ?? theirs ?? '100644';
  if (ours === was) return theirs;
  return theirs === was ? ours : '100755';
}
