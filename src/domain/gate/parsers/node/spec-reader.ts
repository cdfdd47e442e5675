import type { Ledger } from '../ledger.ts';
import type { TreeReader } from './tree.ts';
import { makeNodeTree } from './tree.ts';

const LINE = /^( *)(✔|✖|﹣|⚠|▶) (.+?)(?: \(\d[\d.]*ms\)( # .*)?)?$/;

/**
 * Creates a reader of node's spec reporter. `▶ suite` opens a suite or a test with subtests, its `✔`/`✖` at the same depth closes it. Below
 * the footer, each failing test appears again, with its file.
 */
export function makeSpecReader(ledger: Ledger): TreeReader {
  const tree = makeNodeTree(ledger);
  /** Failing tests whose file is not known yet, by their own name. */
  let unplaced: { readonly leaf: string; readonly path: string; readonly place: number }[] = [];
  let file: string | null = null;
  return {
    push: (line) => {
      const at = /^test at (.+?):\d+:\d+$/.exec(line);
      if (at !== null) {
        file = at[1] ?? null;
        return;
      }
      const match = LINE.exec(line);
      if (match === null) return;
      const [, indent = '', glyph, name = '', note] = match;
      const depth = indent.length / 2;
      if (glyph === '▶') {
        tree.open(depth, name);
      } else if (file !== null) {
        const known = unplaced.find((entry) => entry.leaf === name);
        if (known !== undefined) ledger.rename(known.place, `${file} > ${known.path}`);
        unplaced = unplaced.filter((entry) => entry !== known);
        file = null;
      } else if (line !== '✖ failing tests:') {
        const skipped = glyph === '﹣' || glyph === '⚠' || note !== undefined;
        const { path, isGroup, isParent } = tree.end(
          depth,
          name,
          skipped ? 'skipped' : glyph === '✖' ? 'failed' : 'passed',
        );
        if (glyph !== '✖') return;
        const place = ledger.failing(path, isParent);
        if (place !== -1 && !isGroup) unplaced.push({ leaf: name, path, place });
      }
    },
    end: tree.reset,
  };
}
