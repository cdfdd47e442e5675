import { counted } from '../../shared/text.ts';
import type { ConflictKind, Entry, Loss, OptionKind, Sides } from '../conflict.ts';
import { lossOf } from '../loss.ts';
import type { ConflictedPath } from '../raw.ts';
import type { OptionContent, OptionDraft, SideNames } from './option-draft.ts';

/** A collision that is not about lines. */
export interface FileCollision {
  readonly kind: ConflictKind;
  readonly conflicted: ConflictedPath;
  readonly texts: Sides<string | null>;
  readonly names: SideNames;
  /** Git proposes this place for a file added to a folder that the other side moved. */
  readonly suggested_place: boolean;
}

interface Way {
  readonly kind: OptionKind;
  readonly label: string;
  readonly content: OptionContent;
  /** The text of the resulting file; null when there is none or it is no text. */
  readonly text: string | null;
  readonly pros: readonly string[];
  readonly cons: readonly string[];
}

/** Gives the ways out for a whole file: each side's entry unchanged, the base's, or no file; equal results are one option. */
export function fileOptions(collision: FileCollision): readonly OptionDraft[] {
  const ways = [...sideWays(collision), ...baseWay(collision)];
  const distinct = ways.filter(
    (way, index) =>
      ways.findIndex((other) => JSON.stringify(other.content) === JSON.stringify(way.content)) === index,
  );
  const has_none = distinct.some(({ content }) => content.kind === 'none');
  const all = has_none || distinct.length >= 3 ? distinct : [...distinct, noFile(collision)];
  return all.map((way) => drafted(way, collision));
}

function sideWays(collision: FileCollision): readonly Way[] {
  const { conflicted, names, texts } = collision;
  return (['current', 'incoming'] as const).flatMap((side): readonly Way[] => {
    const entry = conflicted[side];
    // A side without a file deleted it only where there was one.
    if (entry === null)
      return conflicted.base === null || collision.kind === 'directory_file' ? [] : [deletion(names[side])];
    const kind = side === 'current' ? 'keep_current' : 'take_incoming';
    const beside = collision.kind === 'directory_file' && !collision.suggested_place;
    const label = beside
      ? `Keep both: the file of ${names[side]} beside the folder, as ${entry.path}`
      : `${side === 'current' ? 'Keep' : 'Take'} the file of ${names[side]}${described(entry, collision)}`;
    const same = conflicted.base !== null && conflicted.base.blob === entry.blob;
    const deleted_by = deleterOf(collision);
    return [
      {
        kind: beside ? 'keep_both_files' : kind,
        label,
        content: { kind: 'entry', mode: entry.mode, blob: entry.blob },
        text: texts[side],
        pros: [
          same ? `${names[side]} did not change what is in it` : `byte for byte what ${names[side]} has`,
        ],
        cons: deleted_by === null ? [] : [`undoes that ${deleted_by} took the file out`],
      },
    ];
  });
}

function deletion(name: string): Way {
  const pros = [`does what ${name} did`];
  return {
    kind: 'delete_file',
    label: `Delete the file, as ${name} did`,
    content: { kind: 'none' },
    text: null,
    pros,
    cons: [],
  };
}

function noFile({ names, conflicted, kind }: FileCollision): Way {
  const moved = kind === 'rename_rename';
  const who =
    conflicted.current === null
      ? names.incoming
      : conflicted.incoming === null
        ? names.current
        : 'either side';
  return {
    kind: 'delete_file',
    label: moved ? 'Leave no file under this name' : 'Leave the file out',
    content: { kind: 'none' },
    text: null,
    pros: moved ? ['the file is there under its other name if that one is kept'] : [],
    cons: [`the file of ${who} is not in the result`],
  };
}

function baseWay({ conflicted: { base }, texts }: FileCollision): readonly Way[] {
  if (base === null) return [];
  return [
    {
      kind: 'keep_base',
      label: 'Keep neither: the file as it was before both',
      content: { kind: 'entry', mode: base.mode, blob: base.blob },
      text: texts.base,
      pros: [],
      cons: ['neither side gets what it changed'],
    },
  ];
}

function drafted(way: Way, { conflicted, texts, names }: FileCollision): OptionDraft {
  const loses = {
    current: lossOf(texts.current, texts.base, way.text),
    incoming: lossOf(texts.incoming, texts.base, way.text),
  };
  const unread = (['current', 'incoming'] as const).filter(
    (side) => texts[side] === null && conflicted[side] !== null && !isEntry(way.content, conflicted[side]),
  );
  const cons = [
    ...way.cons,
    ...drops(loses.current, names.current),
    ...drops(loses.incoming, names.incoming),
    ...unread.map((side) => `nothing of what ${names[side]} has is in it`),
  ];
  const lost = loses.current.lines + loses.incoming.lines > 0 || unread.length > 0;
  const risk = lost ? 'HIGH' : cons.length > 0 ? 'MEDIUM' : 'LOW';
  return {
    id: way.kind,
    kind: way.kind,
    label: way.label,
    pros: way.pros,
    cons,
    risk,
    content: way.content,
    loses,
  };
}

function drops(loss: Loss, name: string): readonly string[] {
  if (loss.lines === 0) return [];
  return [
    `drops ${counted(loss.lines, 'line')} of ${name}: ${loss.examples.map((line) => `"${line}"`).join(', ')}`,
  ];
}

function isEntry(content: OptionContent, entry: Entry | null): boolean {
  return (
    content.kind === 'entry' && entry !== null && content.blob === entry.blob && content.mode === entry.mode
  );
}

function deleterOf({ kind, conflicted, names }: FileCollision): string | null {
  if (kind !== 'modify_delete' && kind !== 'rename_delete') return null;
  return conflicted.current === null ? names.current : conflicted.incoming === null ? names.incoming : null;
}

function described(entry: Entry, { kind }: FileCollision): string {
  if (kind === 'submodule' && entry.mode === '160000') return `, submodule at ${entry.blob.slice(0, 8)}`;
  if (kind === 'mode') return entry.mode === '100755' ? ', executable' : `, mode ${entry.mode}`;
  if (entry.mode === '120000') return ', a symbolic link';
  return kind === 'rename_delete' || kind === 'rename_rename' ? `, as ${entry.path}` : '';
}
