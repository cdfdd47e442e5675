import { entriesOf } from '../facts/entries.ts';
import { lineEndOf } from '../facts/lines.ts';
import { mergeEntries } from '../facts/merge-entries.ts';
import type { Resolver } from './resolver.ts';

/** Both sides changed or added different items of one list, each on lines of its own: every change is in. */
export const list: Resolver = {
  rule: 'list',
  resolve: (hunk) => {
    const { path } = hunk;
    const base = entriesOf(hunk.base, path);
    const current = entriesOf(hunk.current, path);
    const incoming = entriesOf(hunk.incoming, path);
    if (base === null || !current?.length || !incoming?.length) return null;
    const merged = mergeEntries({ base, current, incoming });
    if (merged === null) return null;

    const items = merged.entries;
    const commas = [...base, ...current, ...incoming].some((entry) => entry.comma);
    const last_comma = current.at(-1)?.comma === true || incoming.at(-1)?.comma === true;
    const end = lineEndOf(hunk.current, hunk.incoming);
    const rows = items.map(
      ({ text }, index) => text + (commas && (index < items.length - 1 || last_comma) ? ',' : ''),
    );
    const ended = hunk.current.endsWith('\n') && hunk.incoming.endsWith('\n');
    return {
      text: rows.join(end) + (ended ? end : ''),
      because: merged.chosen_order
        ? 'both sides put different items into one list'
        : 'the sides change different items of one list',
      // Where keys make the list, their order means nothing; of elements it may.
      safe: !merged.chosen_order || items.every((entry) => entry.keyed),
    };
  },
};
