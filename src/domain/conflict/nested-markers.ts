import { holdsMarkers } from './facts/defects.ts';
import { composeFile, parseDiff3 } from './hunks.ts';
import { lossOf } from './loss.ts';
import type { FileCollision } from './options/file-collision.ts';
import { fileOptions } from './options/file-options.ts';
import type { OptionDraft } from './options/option-draft.ts';

/**
 * Returns the options of a file that both sides renamed and changed; null for any other file. Git delivers such a file with conflict
 * markers in its own text, one character longer than usual. The options are free of markers, with the lines of one side wherever they
 * collide.
 * @see git-merge-tree(1), Git 2.39: rename/rename with content that conflicts
 */
export function untangled(collision: FileCollision): readonly OptionDraft[] | null {
  const { kind, texts, names } = collision;
  const tangled = texts.current ?? texts.incoming;
  if (kind !== 'rename_rename' || tangled === null || !holdsMarkers(tangled)) return null;
  const size = /^<{7,}(?= |\r?$)/m.exec(tangled)?.[0].length ?? 0;
  const segments = parseDiff3(tangled, size);
  const withLinesOf = (side: 'current' | 'incoming') =>
    composeFile(
      segments,
      segments.flatMap((segment) => (segment.kind === 'hunk' ? [segment[side]] : [])),
    );
  const sides = { current: withLinesOf('current'), incoming: withLinesOf('incoming') };
  return fileOptions(collision).map((option): OptionDraft => {
    if (option.content.kind !== 'entry') return option;
    const side = option.kind === 'take_incoming' ? 'incoming' : 'current';
    const other = side === 'current' ? 'incoming' : 'current';
    const loss = lossOf(sides[other], sides[side], sides[side]);
    const { mode, paths } = option.content;
    return {
      ...option,
      pros: [`has the lines of ${names[side]} where the two collide`],
      cons: [...option.cons, `drops ${loss.lines} colliding lines of ${names[other]}`],
      risk: 'HIGH',
      content: { kind: 'text', text: sides[side], mode, paths },
      loses: {
        current: lossOf(sides.current, sides[side], sides[side]),
        incoming: lossOf(sides.incoming, sides[side], sides[side]),
      },
    };
  });
}
