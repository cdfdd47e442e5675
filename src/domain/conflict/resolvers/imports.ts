import { languageOf } from '../facts/file-nature.ts';
import { IMPORT_GRAMMARS } from '../facts/imports/grammar.ts';
import { mergeBlocks } from '../facts/imports/merge-blocks.ts';
import { importHunk } from '../facts/imports/whole-statements.ts';
import type { Resolver } from './resolver.ts';

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
    return {
      text: merged.text.slice(found.prefix.length, merged.text.length - found.suffix.length),
      because: merged.only_adds
        ? 'both sides only add imports, and no name comes twice'
        : 'both sides change which names are imported, and no name comes twice',
      // An import that one side took out may be needed by what the other wrote.
      safe: merged.only_adds,
    };
  },
};
