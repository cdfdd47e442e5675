import { makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';
import { readTapPoint } from './tap-point.ts';

/**
 * Reads any output in the Test Anything Protocol. Tests are the innermost points; a point with subtests is their sum and is not counted.
 * A run has closed when it has as many points as its plan announces. Without a plan, or with points missing, nobody knows that it ended.
 */
export function makeTapParser(): TallyParser {
  const ledger = makeLedger();
  let plan: number | null = null;
  let points = 0;
  /** Indentation of the points that have no parent yet. */
  let inner = 0;
  const parents: { readonly indent: number; readonly name: string }[] = [];
  let counts = { passed: 0, failed: 0, skipped: 0 };

  const closeWhenWhole = () => {
    if (plan === null || points < plan) return;
    ledger.close(counts);
    fresh();
  };
  const fresh = () => {
    ledger.discard();
    plan = null;
    points = 0;
    inner = 0;
    parents.length = 0;
    counts = { passed: 0, failed: 0, skipped: 0 };
  };

  return {
    push: (line) => {
      if (/^TAP version \d+$/.test(line)) return fresh();
      const planned = /^1\.\.(\d+)(?:\s+#.*)?$/.exec(line);
      if (planned !== null) {
        plan = Number(planned[1]);
        return closeWhenWhole();
      }
      if (line === '}') return closeWhenWhole();
      const point = readTapPoint(line);
      if (point === null) return;
      while ((parents.at(-1)?.indent ?? -1) >= point.indent) parents.pop();
      const path = [...parents.map((parent) => parent.name), point.name].join(' > ');
      const isParent = point.opens || inner > point.indent;
      inner = point.opens ? 0 : point.indent;
      if (point.opens) parents.push({ indent: point.indent, name: point.name });
      if (!isParent) {
        const kind = point.directive !== null ? 'skipped' : point.ok ? 'passed' : 'failed';
        counts = { ...counts, [kind]: counts[kind] + 1 };
        ledger.count(kind);
        if (kind !== 'skipped') ledger.ran(path);
        if (kind === 'failed') ledger.failing(path);
      }
      if (point.indent === 0) points += 1;
      // A parent in braces is counted before its children arrive.
      if (point.indent === 0 && !point.opens) closeWhenWhole();
    },
    tally: ledger.tally,
    closed: ledger.closed,
    names: ledger.names,
  };
}
