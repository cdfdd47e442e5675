import { languageOf } from '../facts/file-nature.ts';
import { IMPORT_GRAMMARS } from '../facts/imports/grammar.ts';
import { mergeBlocks } from '../facts/imports/merge-blocks.ts';
import { doubtfulImports } from '../facts/imports/still-used.ts';
import { importHunk } from '../facts/imports/whole-statements.ts';
import { shown } from '../facts/shown.ts';
import type { Resolver } from './resolver.ts';

const RECORD = 'developers import both in 7 of 10 such conflicts';

/** Both sides changed a list of imports: every statement and every name that either added is in, sorted where the list is. */
export const imports: Resolver = {
  rule: 'imports',
  resolve: (hunk) => {
    const grammar = IMPORT_GRAMMARS[languageOf(hunk.path)];
    const found = grammar === undefined ? null : importHunk(hunk, grammar);
    if (found === null) return null;
    const merged = mergeBlocks(found.blocks, found);
    // What stands around the hunk is not this rule's to change.
    if (!merged?.text.startsWith(found.prefix) || !merged.text.endsWith(found.suffix)) return null;
    const text = merged.text.slice(found.prefix.length, merged.text.length - found.suffix.length);
    // An import that one side took out may be needed by what the other wrote.
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
    // What else has to be decided about the file may take the use of an import out.
    const safe = doubtful === undefined && hunk.rest?.open !== true;
    return { text, because, safe, record: RECORD };
  },
};
