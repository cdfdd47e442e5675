import { holdsMarkers } from './facts/defects.ts';
import { composeFile, parseDiff3 } from './hunks.ts';
import { lossOf } from './loss.ts';
import type { FileCollision } from './options/file-options.ts';
import { fileOptions } from './options/file-options.ts';
import type { OptionDraft } from './options/option-draft.ts';

/**
 * A file that both sides renamed and changed comes from git with conflict markers in its own text, one longer than usual, on both new
 * names. Gives options that are free of them: the file with all of one side's lines or the other's. Null for any other file.
 * @see git-merge-tree(1), Git 2.39: rename/rename(1to2) with content conflicts
 */
export function untangled(collision: FileCollision): readonly OptionDraft[] | null {
  const { kind, conflicted, texts, names } = collision;
  const entry = conflicted.current ?? conflicted.incoming;
  const tangled = texts.current ?? texts.incoming;
  if (kind !== 'rename_rename' || entry === null || tangled === null || !holdsMarkers(tangled)) return null;
  const size = /^<{7,}(?= |\r?$)/m.exec(tangled)?.[0].length ?? 0;
  const segments = parseDiff3(tangled, size);
  const side = (of: 'current' | 'incoming') =>
    composeFile(
      segments,
      segments.flatMap((segment) => (segment.kind === 'hunk' ? [segment[of]] : [])),
    );
  const sides = { current: side('current'), incoming: side('incoming') };
  const option = (of: 'current' | 'incoming'): OptionDraft => ({
    id: of === 'current' ? 'keep_current' : 'take_incoming',
    kind: of === 'current' ? 'keep_current' : 'take_incoming',
    label: `Keep it as ${entry.path}, with the lines of ${names[of]} where they collide`,
    pros: [`holds every line that only one side changed, and those of ${names[of]}`],
    cons: ['the other side chose another name for it'],
    risk: 'HIGH',
    content: { kind: 'text', text: sides[of], mode: entry.mode },
    loses: {
      current: lossOf(sides.current, null, sides[of]),
      incoming: lossOf(sides.incoming, null, sides[of]),
    },
  });
  const none = fileOptions(collision).filter(({ kind: way }) => way === 'delete_file');
  return [option('current'), option('incoming'), ...none];
}
