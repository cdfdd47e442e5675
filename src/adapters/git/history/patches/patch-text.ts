import { lazy } from '../../../../domain/landed/lazy.ts';
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
  // The first commit of all undid nothing, and is often an import of everything.
  ['log.showRoot', 'false'],
  ['log.showSignature', 'false'],
];

type Written = { -readonly [Key in keyof FilePatch]: FilePatch[Key] };

/** The end of a line before one that is no part of a hunk. */
const NO_SIGN = /\n(?![-+@\\])/g;
const NO_OBJECT = /^0+$/;
const NOT_ASCII = /[\x80-\xff]/;

/** What stands between patches: where the files of the next ones go, and where they begin. */
interface Between {
  readonly files: FilePatch[];
  readonly next: number;
}

/**
 * Parses patches. `between` is asked about each line outside of a hunk, and its place; null: it is part of a patch. Lines of hunks are read when
 * they are asked for, and kept: of a large commit nobody asks for most.
 */
export function parsePatches(output: string, between: (line: string, at: number) => Between | null): void {
  let files: FilePatch[] = [];
  let file: Written | null = null;
  for (let at = 0; at < output.length; ) {
    const end = endOf(output, at);
    const line = output.slice(at, end);
    const found = between(line, at);
    if (found !== null) {
      ({ files, next: at } = found);
      file = null;
      continue;
    }
    if (file !== null && line.startsWith('@@ ')) {
      const [start, next] = [at, endOfHunks(output, at)];
      const hunks = lazy(() => hunksOf(output.slice(start, next)));
      Object.defineProperty(file, 'hunks', { get: hunks, enumerable: true });
      at = next;
      continue;
    }
    if (line.startsWith('diff --git ')) {
      const path = pathOfBoth(line.slice(11));
      file = { path, from: path, before: '', after: '', hunks: [] };
      files.push(file);
    } else if (file !== null) header(file, line);
    at = end + 1;
  }
}

function endOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Hunks end where a line begins with none of their signs. */
function endOfHunks(output: string, at: number): number {
  NO_SIGN.lastIndex = at;
  return (NO_SIGN.exec(output)?.index ?? output.length - 1) + 1;
}

function hunksOf(patch: string): readonly PatchHunk[] {
  const hunks: { removed: string[]; added: string[] }[] = [];
  const lines = decodeText(patch).split('\n');
  for (const line of lines) {
    if (line.startsWith('@@')) hunks.push({ removed: [], added: [] });
    // "\ No newline at end of file" is no line of its own.
    else if (line[0] === '-') hunks.at(-1)?.removed.push(line.slice(1));
    else if (line[0] === '+') hunks.at(-1)?.added.push(line.slice(1));
  }
  return hunks;
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

/** Decodes a text whose bytes are one character each. */
export function decodeText(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text;
}
