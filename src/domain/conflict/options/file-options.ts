import { counted } from '../../shared/text.ts';
import type { Loss, TreeEntry } from '../conflict.ts';
import { lossOf } from '../loss.ts';
import type { FileCollision, FileWay } from './file-collision.ts';
import { fileWays } from './file-ways.ts';
import type { OptionContent, OptionDraft } from './option-draft.ts';

/** Lists the options for a whole file, each with what it loses of either side. */
export function fileOptions(collision: FileCollision): readonly OptionDraft[] {
  return fileWays(collision).map((way) => weighed(way, collision));
}

function weighed(way: FileWay, { conflicted, texts, names }: FileCollision): OptionDraft {
  const loses = {
    current: both(lossOf(texts.current, texts.base, way.text, texts.incoming), way.also_loses?.current),
    incoming: both(lossOf(texts.incoming, texts.base, way.text, texts.current), way.also_loses?.incoming),
  };
  const unread = (['current', 'incoming'] as const).filter(
    (side) => texts[side] === null && !holds(way.content, conflicted[side]),
  );
  const cons = [
    ...way.cons,
    ...drops(loses.current, names.current),
    ...drops(loses.incoming, names.incoming),
    ...unread.map((side) => `nothing of what ${names[side]} has is in it`),
  ];
  const lost = loses.current.lines + loses.incoming.lines > 0 || unread.length > 0;
  const risk = lost ? 'HIGH' : cons.length > 0 ? 'MEDIUM' : 'LOW';
  const { kind, label, pros, content } = way;
  return { id: kind, kind, label, pros, cons, risk, content, loses };
}

function both(loss: Loss, more: Loss | undefined): Loss {
  if (more === undefined) return loss;
  return { lines: loss.lines + more.lines, examples: [...loss.examples, ...more.examples].slice(0, 3) };
}

function drops(loss: Loss, name: string): readonly string[] {
  if (loss.lines === 0) return [];
  return [
    `drops ${counted(loss.lines, 'line')} of ${name}: ${loss.examples.map((line) => `"${line}"`).join(', ')}`,
  ];
}

/** Checks whether the result has a side's file unchanged; true for a side without a file. */
function holds(content: OptionContent, entry: TreeEntry | null): boolean {
  return (
    entry === null || (content.kind === 'entry' && content.blob === entry.blob && content.mode === entry.mode)
  );
}
