import { sanitizeLine } from '../../shared/text.ts';
import type { ConflictKind, TreeEntry } from '../conflict.ts';
import type { FileCollision, FileWay } from './file-collision.ts';
import { insteadOfFolder } from './folder-way.ts';
import type { OptionContent } from './option-draft.ts';

type Side = 'current' | 'incoming';
const SIDES = ['current', 'incoming'] as const;

/** Lists the ways to resolve a whole file: each side's, the base's, both where they fit beside each other, or no file. */
export function fileWays(collision: FileCollision): readonly FileWay[] {
  const { kind, conflicted } = collision;
  if (kind === 'rename_rename' && conflicted.current !== null && conflicted.incoming !== null) {
    return [
      ...SIDES.flatMap((side) => sideWays(collision, side)),
      ...bothNames(collision),
      ...oldName(collision),
    ];
  }
  const moved = kind === 'rename_delete' && conflicted.base?.path !== conflicted.path;
  const before = moved ? oldName(collision) : baseWay(collision);
  const more = [...firstPlace(collision), ...insteadOfFolder(collision)];
  const ways = [...SIDES.flatMap((side) => sideWays(collision, side)), ...more, ...before];
  const distinct = ways.filter(
    ({ content }, index) => ways.findIndex((other) => sameContent(other.content, content)) === index,
  );
  const may_go = distinct.some(({ content }) => content.kind === 'none') || distinct.length >= 3;
  return may_go ? distinct : [...distinct, noFile(collision)];
}

function sideWays(collision: FileCollision, side: Side): readonly FileWay[] {
  const { kind, conflicted, names, texts, suggested_place } = collision;
  const entry = conflicted[side];
  if (entry === null) {
    // A side without a file deleted it only if base had one and the side did not put a folder in its place.
    return conflicted.base === null || kind === 'directory_file' ? [] : [deletion(names[side])];
  }
  const beside = kind === 'directory_file' && !suggested_place;
  const path = beside
    ? `${entry.path}~${slug(names[side])}`
    : kind === 'rename_rename'
      ? entry.path
      : conflicted.path;
  const verb = side === 'current' ? 'Keep' : 'Take';
  const deleter = deleterOf(collision);
  return [
    {
      kind: beside ? 'keep_both_files' : side === 'current' ? 'keep_current' : 'take_incoming',
      label: beside
        ? `Keep both: the file of ${names[side]} as ${shown(path)}, beside the folder`
        : `${verb} the file of ${names[side]}${described(entry, kind)}`,
      content: { kind: 'entry', mode: entry.mode, blob: entry.blob, paths: [path] },
      text: texts[side],
      pros: [
        entry.blob === conflicted.base?.blob
          ? `${names[side]} did not change what is in it`
          : `byte for byte what ${names[side]} has`,
      ],
      cons: deleter === null ? [] : [`restores a file that ${deleter} deleted`],
    },
  ];
}

function deletion(name: string): FileWay {
  const label = `Delete the file, as ${name} did`;
  return {
    kind: 'delete_file',
    label,
    content: { kind: 'none' },
    text: null,
    pros: [`does what ${name} did`],
    cons: [],
  };
}

function baseWay({ conflicted: { base, path }, texts }: FileCollision): readonly FileWay[] {
  if (base === null) return [];
  return [
    {
      kind: 'keep_base',
      label: 'Keep neither: restore the original file',
      content: { kind: 'entry', mode: base.mode, blob: base.blob, paths: [path] },
      text: texts.base,
      pros: [],
      cons: ['neither side gets what it changed'],
    },
  ];
}

function noFile({ names, conflicted: { current, incoming } }: FileCollision): FileWay {
  const who = current === null ? names.incoming : incoming === null ? names.current : 'either side';
  return {
    kind: 'delete_file',
    label: 'Leave the file out',
    content: { kind: 'none' },
    text: null,
    pros: [],
    cons: [`the file of ${who} is not in the result`],
  };
}

/** Offers both names for a file that both sides renamed, where git has merged its content. */
function bothNames({ conflicted: { current, incoming }, texts }: FileCollision): readonly FileWay[] {
  if (current === null || incoming === null || current.blob !== incoming.blob) return [];
  const paths = [current.path, incoming.path];
  return [
    {
      kind: 'keep_both_files',
      label: `Keep the file under both names, ${paths.map(shown).join(' and ')}`,
      content: { kind: 'entry', mode: current.mode, blob: current.blob, paths },
      text: texts.current,
      pros: ['whatever either side wrote finds it under its name'],
      cons: ['there are two copies of it from now on'],
    },
  ];
}

/** Offers the name that the file had before a side renamed it. */
function oldName({ conflicted: { base, current, incoming }, texts }: FileCollision): readonly FileWay[] {
  const renamed = current ?? incoming;
  if (base === null || renamed === null) return [];
  const merged = current === null || incoming === null || current.blob === incoming.blob;
  const [entry, text] = merged ? [renamed, texts.current ?? texts.incoming] : [base, texts.base];
  return [
    {
      kind: 'keep_base',
      label: `Keep its old name ${shown(base.path)}`,
      content: { kind: 'entry', mode: entry.mode, blob: entry.blob, paths: [base.path] },
      text,
      pros: ['whatever nobody changed finds it under that name'],
      cons: [current === null || incoming === null ? 'undoes the rename' : 'undoes both renames'],
    },
  ];
}

/** Offers to leave an added file in its first folder when the other side moved that folder. */
function firstPlace({ conflicted, texts, names, first_place }: FileCollision): readonly FileWay[] {
  const side = conflicted.current === null ? 'incoming' : 'current';
  const entry = conflicted[side];
  if (entry === null || first_place === null) return [];
  return [
    {
      kind: 'keep_base',
      label: `Leave the file where ${names[side]} put it, ${shown(first_place)}`,
      content: { kind: 'entry', mode: entry.mode, blob: entry.blob, paths: [first_place] },
      text: texts[side],
      pros: [`whatever ${names[side]} wrote finds it there`],
      cons: ['the rest of that folder is elsewhere now'],
    },
  ];
}

function sameContent(a: OptionContent, b: OptionContent): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function deleterOf({ kind, conflicted, names }: FileCollision): string | null {
  if (kind !== 'modify_delete' && kind !== 'rename_delete') return null;
  return conflicted.current === null ? names.current : conflicted.incoming === null ? names.incoming : null;
}

function described(entry: TreeEntry, kind: ConflictKind): string {
  if (entry.mode === '160000') return `, submodule at ${entry.blob.slice(0, 8)}`;
  if (entry.mode === '120000') return ', a symbolic link';
  if (kind === 'mode') return entry.mode === '100755' ? ', executable' : ', not executable';
  return kind === 'rename_delete' || kind === 'rename_rename' ? `, named ${shown(entry.path)}` : '';
}

function shown(path: string): string {
  return sanitizeLine(path);
}

function slug(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-');
}
