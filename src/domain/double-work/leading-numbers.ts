import { isChangelog } from '../conflict/facts/file-nature.ts';
import type { FilePatch } from '../landed/patch.ts';
import type { Claim } from './claim.ts';

/** A number or a time that names of a folder begin with, as those of migrations and decisions do: `0012_x`, `V12__x`, `20260105120000_x`. */
const NUMBERED = /^([VURadr-]*?)(\d{1,17}(?:\.\d{1,4}){0,3})(?:__|[_-])(?=[^\d\W]|[a-z])/i;
const PREFIX = /^(?:|V|U|R|adr-?|rfc-?)$/i;

/** Returns the numbers that new files take in their folders, each with the name it is taken for. Folders with such names count as files do. */
export function numberClaims(files: readonly FilePatch[]): readonly Claim[] {
  return files
    .filter(({ before, path }) => before === null && !isChangelog(path))
    .flatMap(({ path }) => {
      const parts = path.split('/');
      return parts.flatMap((part, at): readonly Claim[] => {
        const [, prefix = '', number] = NUMBERED.exec(part) ?? [];
        if (number === undefined || !PREFIX.test(prefix)) return [];
        const folder = parts.slice(0, at).join('/');
        const ending = at < parts.length - 1 ? '/' : (/\.\w+$/.exec(part)?.[0] ?? '');
        const plain = number.replace(/^0+(?=\d)/, '');
        return [
          {
            kind: 'number',
            key: ['number', folder, prefix.toLowerCase(), plain, ending].join('\0'),
            what: `number ${number}${folder === '' ? '' : ` in ${folder}`}`,
            path,
            text: part,
            unless_known: null,
          },
        ];
      });
    });
}
