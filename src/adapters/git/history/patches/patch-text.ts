import type { FilePatch, PatchHunk } from '../../../../domain/landed/patch.ts';
import { decodePath, encodePath } from '../../process/path-bytes.ts';
import type { CallOptions } from '../../process/run.ts';

/** Flags of the patches that are parsed here: nothing of the operator's configuration changes what they look like. */
export const PATCH_FLAGS = [
  '-p',
  '-U0',
  '-M',
  '-l400',
  '--full-index',
  '--diff-algorithm=histogram',
  '--inter-hunk-context=0',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
  '--no-relative',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
];

/** What git would obey beside flags, and the size from which it does not compare a file. */
export const PATCH_SETTINGS: NonNullable<CallOptions['settings']> = [
  ['core.bigFileThreshold', '512k'],
  ['log.showRoot', 'true'],
  ['log.showSignature', 'false'],
];

type Written = { -readonly [Key in keyof FilePatch]: FilePatch[Key] } & { hunks: PatchHunk[] };

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const BEYOND_ASCII = /[\x80-\xff]/;
const NO_OBJECT = /^0+$/;

/** What stands between patches: where the files of the next ones go, and where they begin. */
interface Between {
  readonly files: FilePatch[];
  readonly next: number;
}

/** Parses patches line by line. `between` is asked about each line outside of a hunk, and its place; null: it is part of a patch. */
export function parsePatches(output: string, between: (line: string, at: number) => Between | null): void {
  let files: FilePatch[] = [];
  let file: Written | null = null;
  let hunk: { removed: string[]; added: string[] } | null = null;
  let left = 0;
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const line = output.slice(at, end < 0 ? output.length : end);
    const start = at;
    at = end < 0 ? output.length : end + 1;
    if (left > 0 && hunk !== null) {
      // "\ No newline at end of file" is no line of its own.
      if (line[0] !== '-' && line[0] !== '+') continue;
      hunk[line[0] === '-' ? 'removed' : 'added'].push(decodeLine(line.slice(1)));
      left -= 1;
      continue;
    }
    const found = between(line, start);
    if (found !== null) {
      ({ files, next: at } = found);
      file = null;
      continue;
    }
    const counts = file === null ? null : HUNK.exec(line);
    if (file !== null && counts !== null) {
      hunk = { removed: [], added: [] };
      left = Number(counts[1] ?? 1) + Number(counts[2] ?? 1);
      file.hunks.push(hunk);
    } else if (line.startsWith('diff --git ')) {
      const path = pathOfBoth(line.slice(11));
      file = { path, from: path, before: '', after: '', hunks: [] };
      files.push(file);
    } else if (file !== null) header(file, line);
  }
}

/** Reads a line of the header of a file, as far as it says anything. */
function header(file: Written, line: string): void {
  if (line.startsWith('index ')) {
    const [before = '', after = ''] = (line.split(' ')[1] ?? '').split('..');
    file.before = NO_OBJECT.test(before) ? null : before;
    file.after = NO_OBJECT.test(after) ? null : after;
  } else if (/^--- "?a\//.test(line)) file.from = named(line.slice(4));
  else if (/^\+\+\+ "?b\//.test(line)) file.path = named(line.slice(4));
  else if (line.startsWith('rename from ')) file.from = unquoted(line.slice(12));
  else if (line.startsWith('rename to ')) file.path = unquoted(line.slice(10));
}

/** Both names are the same where this is asked: `a/NAME b/NAME`. */
function pathOfBoth(names: string): string {
  return named(names.slice(0, (names.length - 1) / 2));
}

function named(name: string): string {
  const path = unquoted(name.replace(/\t$/, ''));
  return path.startsWith('"') ? `"${path.slice(3)}` : path.slice(2);
}

function unquoted(name: string): string {
  return name.startsWith('"') ? decodePath(encodePath(name)) : decodePath(name);
}

/** Decodes a line whose bytes are one character each. */
export function decodeLine(line: string): string {
  return BEYOND_ASCII.test(line) ? Buffer.from(line, 'latin1').toString('utf8') : line;
}
