import type { TallyParser } from './parser.ts';

/** Returns the parser with the coverage in what it reads. */
export function withCoverage(parser: TallyParser): TallyParser {
  const coverage = makeCoverageReader();
  return {
    ...parser,
    push: (line) => {
      parser.push(line);
      coverage.push(line);
    },
    tally: () => {
      const tally = parser.tally();
      return tally === null ? null : { ...tally, coverage: coverage.percent() };
    },
  };
}

/**
 * Reads line coverage as the usual tools print it below the tests. Two different totals in one output (a monorepo) cannot be added up,
 * because nothing shows how many lines each stands for. The coverage then counts as unknown.
 */
interface CoverageReader {
  readonly push: (line: string) => void;
  /** Percent; null if unknown. */
  readonly percent: () => number | null;
}

/** Creates a reader of coverage totals. */
function makeCoverageReader(): CoverageReader {
  const totals = new Set<number>();
  /** Column of the line coverage in the current table. */
  let column = -1;
  return {
    push: (line) => {
      if (line.includes('|')) {
        const cells = line.split('|').map((cell) => cell.trim());
        const heading = cells.findIndex((cell) => /^(?:% lines|line %)$/i.test(cell));
        if (heading !== -1) column = heading;
        else if (column !== -1 && /^(?:[ℹ#]\s*)?all files$/i.test(cells[0] ?? '')) keep(cells[column]);
        return;
      }
      // pytest-cov: the last column.
      if (/^TOTAL +\d+ .*%$/.test(line)) return keep(line.slice(line.lastIndexOf(' ') + 1, -1));
      keep((goTotal.exec(line) ?? goPackage.exec(line) ?? tarpaulin.exec(line))?.[1]);
    },
    percent: () => (totals.size === 1 ? ([...totals][0] ?? null) : null),
  };

  function keep(text: string | undefined): void {
    if (text === undefined || !/^\d{1,3}(?:\.\d+)?$/.test(text)) return;
    if (totals.size < 2) totals.add(Number(text));
  }
}

const goTotal = /^total: +\(statements\) +(\d+\.\d+)%$/;
const goPackage = /^ok +\S+ .*coverage: (\d+\.\d+)% of statements/;
const tarpaulin = /^(\d+\.\d+)% coverage, \d+\/\d+ lines covered/;
