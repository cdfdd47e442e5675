/** This folder: reads the code of target and result, as far as an answer needs it. */
import { codeFacts } from '../../../domain/code/code-version.ts';
import type { CodeFacts } from '../../../domain/code/facts.ts';
import type { TreeEntry } from '../../../domain/conflict/conflict.ts';
import { isGenerated } from '../../../domain/conflict/facts/file-nature.ts';
import type { EnginePorts } from '../ports.ts';

/** Bounds of all that a survey reads. */
const MOST_FILES = 5_000;
const MOST_BYTES = 32_000_000;
const LARGEST_FILE = 2_000_000;
/** How many files are read at once. */
const AT_ONCE = 250;

/** A file that is too large to be read, where a tool writes it: it may export anything, and imports nothing. */
const UNREAD: CodeFacts = { imports: [], exports: new Set(), passes_on: [], is_open: true };

/** Reads files of code, each content once. */
export interface CodeReader {
  /** Reads files. Returns why the bounds leave some of them out; null: all have been read. */
  readonly read: (files: readonly TreeEntry[]) => Promise<string | null>;
  /** Returns what a file says; null: it has not been read. */
  readonly factsOf: (file: TreeEntry) => CodeFacts | null;
}

/** Creates the reader of one survey. */
export function codeReader({ objects }: Pick<EnginePorts, 'objects'>): CodeReader {
  const known = new Map<string, CodeFacts>();
  let bytes = 0;

  const readSome = async (files: readonly TreeEntry[]): Promise<string | null> => {
    const texts = await objects.readBlobs(files.map(({ blob }) => blob));
    for (const file of files) {
      const text = texts.get(file.blob) ?? '';
      const is_large = text.length > LARGEST_FILE;
      if (is_large && !isGenerated(file.path)) return `${file.path} is larger than 2 MB`;
      bytes += is_large ? 0 : text.length;
      if (bytes > MOST_BYTES) return 'more than 32 MB of code would have to be read';
      known.set(contentOf(file), is_large ? UNREAD : codeFacts(file.path, text));
    }
    return null;
  };

  return {
    factsOf: (file) => known.get(contentOf(file)) ?? null,
    read: async (files) => {
      const wanted = new Map(files.map((file) => [contentOf(file), file]));
      const unread = [...wanted].flatMap(([content, file]) => (known.has(content) ? [] : [file]));
      if (known.size + unread.length > MOST_FILES) return 'more than 5,000 files would have to be read';
      for (let at = 0; at < unread.length; at += AT_ONCE) {
        const because = await readSome(unread.slice(at, at + AT_ONCE));
        if (because !== null) return because;
      }
      return null;
    },
  };
}

/** What a text means depends on the ending of its path, too. */
function contentOf({ blob, path }: TreeEntry): string {
  return `${blob} ${/\.\w+$/.exec(path)?.[0] ?? ''}`;
}
