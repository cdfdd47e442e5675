import { counted, sanitizeLine } from '../../shared/text.ts';
import { lossOf } from '../loss.ts';
import type { FileCollision, FileWay } from './file-collision.ts';

const SHOWN = 3;

/** Offers to keep the file under its own name, and to leave out the folder that the other side put there. */
export function insteadOfFolder(collision: FileCollision): readonly FileWay[] {
  const { kind, conflicted, texts, names, folder, suggested_place } = collision;
  if (kind !== 'directory_file' || suggested_place) return [];
  const side = conflicted.current === null ? 'incoming' : 'current';
  const other = side === 'current' ? 'incoming' : 'current';
  const entry = conflicted[side];
  if (folder === null || entry === null) return [];
  const losses = folder.files.map(({ text }) => lossOf(text, null, null));
  const paths = folder.files.map(({ path }) => path);
  const some = paths.slice(0, SHOWN).map((path) => sanitizeLine(path));
  return [
    {
      kind: side === 'current' ? 'keep_current' : 'take_incoming',
      label: `Keep the file of ${names[side]}, and leave out the folder of ${names[other]}`,
      content: { kind: 'entry', mode: entry.mode, blob: entry.blob, paths: [entry.path], without: paths },
      text: texts[side],
      pros: [`whatever ${names[side]} wrote finds it under its name`],
      cons: [
        `leaves out ${counted(paths.length, 'file')} of ${names[other]}: ${some.join(', ')}${paths.length > SHOWN ? ' …' : ''}`,
      ],
      also_loses: {
        [other]: {
          lines: losses.reduce((sum, { lines }) => sum + lines, 0),
          examples: losses.flatMap(({ examples }) => examples).slice(0, SHOWN),
        },
      },
    },
  ];
}
