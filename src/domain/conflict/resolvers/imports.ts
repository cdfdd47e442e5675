import { languageOf } from '../facts/file-nature.ts';
import { IMPORT_GRAMMARS } from '../facts/imports/grammar.ts';
import { mergeBlocks } from '../facts/imports/merge-blocks.ts';
import { doubtfulImports } from '../facts/imports/still-used.ts';
import { importHunk } from '../facts/imports/whole-statements.ts';
import { shown } from '../facts/shown.ts';
import type { Resolver } from './resolver.ts';

const RECORD = 'developers import both in 7 of 10 such conflicts';

/** Merges two changed lists of imports: keeps every statement and name that either side added, sorted where the list is. */
export const imports: Resolver = {
  rule: 'imports',
  resolve: (hunk) => {
    const grammar = IMPORT_GRAMMARS[languageOf(hunk.path)];
    const found = grammar === undefined ? null : importHunk(hunk, grammar);
    if (found === null) return null;
    const merged = mergeBlocks(found.blocks, found);
    // This rule must not change what stands around the hunk.
    if (!merged?.text.startsWith(found.prefix) || !merged.text.endsWith(found.suffix)) return null;
    const text = merged.text.slice(found.prefix.length, merged.text.length - found.suffix.length);
    // What one side wrote may need an import that the other side removed.
    if (!merged.only_adds) {
      return {
        text,
        because: 'both sides change which names are imported, and no name comes twice',
        safe: false,
      };
    }
    const [doubtful] = doubtfulImports(hunk, found.blocks);
    const depends =
      doubtful === undefined ? '' : `; the rest of the file decides whether ${shown(doubtful)} is needed`;
    const because = `both sides only add imports, and no name comes twice${depends}`;
    // Decisions still open in this file may remove the use of an import.
    const safe = doubtful === undefined && hunk.rest?.open !== true;
    return { text, because, safe, record: RECORD };
  },
};
