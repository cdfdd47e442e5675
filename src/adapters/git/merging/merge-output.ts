/**
 * Parses the output of `git merge-tree --write-tree -z --messages`.
 *
 *   <tree> NUL  ( <mode> SP <object> SP <stage> TAB <path> NUL )*  NUL  ( <count> NUL <path>{count} NUL <type> NUL <text> NUL )*
 *
 * @see git-merge-tree(1), "OUTPUT", Git 2.38 and newer
 */
import type { TreeEntry } from '../../../domain/conflict/conflict.ts';
import type { ConflictedPath, MergeMessage } from '../../../domain/conflict/merge-report.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import type { MergeOutcome } from '../../../ports/git.ts';
import { decodePath } from '../process/path-bytes.ts';

/** Names of the two sides on the command line. Git uses them in its messages and in the names of files that it moves aside. */
export interface SideRevisions {
  readonly current: string;
  readonly incoming: string;
}

/** Parses the output of one merge. */
export function parseMergeOutput(output: string, names: SideRevisions): MergeOutcome {
  const fields = output.split('\0');
  const tree = parseSha(fields[0] ?? '');
  const separator = fields.indexOf('', 1);
  if (tree === null || separator === -1)
    throw new IntorchError('GIT_FAILED', 'git merge-tree gives output that cannot be read');
  const messages = parseMessages(fields.slice(separator + 1), names);
  return { tree, conflicted: gather(fields.slice(1, separator).map(parseStage), messages, names), messages };
}

interface Stage {
  readonly side: 'base' | 'current' | 'incoming';
  readonly entry: TreeEntry;
}

const SIDES = { 1: 'base', 2: 'current', 3: 'incoming' } as const;

function parseStage(line: string): Stage {
  const [, mode, blob, stage, path] = /^(\d+) ([0-9a-f]+) ([123])\t(.+)$/s.exec(line) ?? [];
  if (mode === undefined || blob === undefined || path === undefined) {
    throw new IntorchError('GIT_FAILED', 'git merge-tree gives a conflicted entry that cannot be read');
  }
  const side = SIDES[stage as '1' | '2' | '3'];
  return { side, entry: { mode, blob: blob as Sha, path: decodePath(path) } };
}

function parseMessages(fields: readonly string[], names: SideRevisions): MergeMessage[] {
  const messages: MergeMessage[] = [];
  let at = 0;
  while (at + 2 < fields.length) {
    const count = Number(fields[at]);
    const paths = fields.slice(at + 1, at + 1 + count).map(decodePath);
    const type = fields[at + 1 + count] ?? '';
    const text = Buffer.from(fields[at + 2 + count] ?? '', 'latin1')
      .toString('utf8')
      .trim();
    messages.push({ type, paths, text: named(text, names) });
    at += 3 + count;
  }
  return messages;
}

/** Replaces object names by `current` and `incoming`, the names that the operator knows. */
function named(text: string, names: SideRevisions): string {
  return text.replaceAll(names.current, 'current').replaceAll(names.incoming, 'incoming');
}

/** Groups the stages of each conflict. After a rename, each side keeps the path that it has on that side. */
function gather(
  stages: readonly Stage[],
  messages: readonly MergeMessage[],
  names: SideRevisions,
): ConflictedPath[] {
  const parted = new Map<string, string>();
  const renamed_from = new Map<string, string>();
  for (const { type, paths } of messages) {
    const [first, second, third] = paths;
    if (
      type === 'CONFLICT (rename/rename)' &&
      first !== undefined &&
      second !== undefined &&
      third !== undefined
    ) {
      if (alone(stages, second, 'current') && alone(stages, third, 'incoming')) {
        parted.set(second, first).set(third, first);
      }
    }
    if (type === 'CONFLICT (rename/delete)' && first !== undefined && second !== undefined)
      renamed_from.set(first, second);
  }
  const found = new Map<string, ConflictedPath>();
  for (const { side, entry } of stages) {
    const path = parted.get(entry.path) ?? entry.path;
    const own =
      side === 'base' ? (renamed_from.get(entry.path) ?? entry.path) : placeOnSide(entry.path, names);
    const before = found.get(path) ?? { path, base: null, current: null, incoming: null };
    found.set(path, { ...before, [side]: { ...entry, path: own } });
  }
  return [...found.values()];
}

function alone(stages: readonly Stage[], path: string, side: Stage['side']): boolean {
  const there = stages.filter(({ entry }) => entry.path === path);
  return there.length === 1 && there[0]?.side === side;
}

/** Returns the path on its side. In the result, a file that had to make room for a folder is at `<path>~<side>`. */
function placeOnSide(path: string, names: SideRevisions): string {
  for (const name of [names.current, names.incoming]) {
    const at = path.lastIndexOf(`~${name}`);
    if (at > 0) return path.slice(0, at);
  }
  return path;
}
