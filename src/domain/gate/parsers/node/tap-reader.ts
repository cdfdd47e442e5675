import type { Ledger } from '../ledger.ts';
import { readTapPoint } from '../tap-point.ts';
import type { TreeReader } from './tree.ts';
import { makeNodeTree } from './tree.ts';

/**
 * Creates a reader of node's tap reporter: `# Subtest: name` stands before each test and suite, subtests are indented by four, and `type`
 * below a point tells a suite from a test.
 */
export function makeNodeTapReader(ledger: Ledger): TreeReader {
  const tree = makeNodeTree(ledger);
  /** A failed group whose type is not known yet. */
  let group: { readonly path: string; readonly isParent: boolean } | null = null;
  let opened = false;

  const flush = (type: 'suite' | 'test' | null) => {
    if (group !== null && !(type === 'suite' && group.isParent))
      ledger.failing(group.path, type === null && group.isParent);
    group = null;
  };

  return {
    push: (line) => {
      const type = group === null ? undefined : /^ *type: '(suite|test)'$/.exec(line)?.[1];
      if (type === 'suite' || type === 'test') return flush(type);
      const title = /^( *)# Subtest: (.*)$/.exec(line);
      if (title !== null) {
        flush(null);
        opened = true;
        return tree.open((title[1] ?? '').length / 4, (title[2] ?? '').replaceAll(/\\([\\#])/g, '$1'));
      }
      // Only points below a title are the runner's own; any other comes from a test that prints TAP itself.
      const point = opened ? readTapPoint(line) : null;
      if (point === null) return;
      flush(null);
      const failed = !point.ok && point.directive === null;
      const kind = point.directive !== null ? 'skipped' : failed ? 'failed' : 'passed';
      const { path, isGroup, isParent } = tree.end(point.indent / 4, point.name, kind);
      if (!failed) return;
      if (isGroup) group = { path, isParent };
      else ledger.failing(path);
    },
    end: () => {
      flush(null);
      return tree.reset();
    },
  };
}
