import { type Ledger, makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';
import { readTapPoint } from './tap-point.ts';

const FOOTER = /^(?:ℹ|#) (tests|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/;
const SPEC_LINE = /^( *)(✔|✖|﹣|⚠|▶) (.+?)(?: \(\d[\d.]*ms\)( # .*)?)?$/;

/**
 * Reads the output of `node --test`, spec and tap reporter. Both end with the same footer. Failing names include the names of their
 * suites. Spec prints the file below the footer. Tap prints it only as an absolute path, which differs between workspaces and is left
 * out.
 */
export function makeNodeParser(): TallyParser {
  const ledger = makeLedger();
  const footer = new Map<string, number>();
  const spec = specReader(ledger);
  const tap = tapReader(ledger);
  return {
    push: (line) => {
      const entry = FOOTER.exec(line);
      if (entry === null) {
        spec(line);
        tap(line);
        return;
      }
      const [, word = '', digits = ''] = entry;
      footer.set(word, Number(digits));
      if (word !== 'duration_ms') return;
      const of = (name: string) => footer.get(name) ?? 0;
      if (footer.has('tests') && footer.has('pass') && footer.has('fail')) {
        ledger.close({
          passed: of('pass'),
          failed: of('fail') + of('cancelled'),
          skipped: of('skipped') + of('todo'),
        });
      }
      footer.clear();
    },
    tally: ledger.tally,
    closed: ledger.closed,
  };
}

/**
 * Reads the spec reporter. `▶ suite` opens a suite, its `✔`/`✖` at the same depth closes it. Below the footer, each failing test appears
 * again, with its file.
 */
function specReader(ledger: Ledger): (line: string) => void {
  const suites: string[] = [];
  /** Failing tests whose file is not known yet, by their own name. */
  let unplaced: { readonly leaf: string; readonly path: string; readonly place: number }[] = [];
  let file: string | null = null;
  return (line) => {
    const at = /^test at (.+?):\d+:\d+$/.exec(line);
    if (at !== null) {
      file = at[1] ?? null;
      return;
    }
    const match = SPEC_LINE.exec(line);
    if (match === null) return;
    const [, indent = '', glyph, name = '', note] = match;
    const depth = indent.length / 2;
    if (glyph === '▶') {
      suites.length = Math.min(suites.length, depth);
      suites[depth] = name;
    } else if (file !== null) {
      const known = unplaced.find((entry) => entry.leaf === name);
      if (known !== undefined) ledger.rename(known.place, `${file} > ${known.path}`);
      unplaced = unplaced.filter((entry) => entry !== known);
      file = null;
    } else if (line !== '✖ failing tests:') {
      const isSuite = suites.length > depth && suites[depth] === name;
      suites.length = Math.min(suites.length, depth);
      const path = [...suites, name].join(' > ');
      if (glyph === '✖') {
        const place = ledger.failing(path);
        if (place !== -1) unplaced.push({ leaf: name, path, place });
      }
      const skipped = glyph === '﹣' || glyph === '⚠' || note !== undefined;
      if (!isSuite) ledger.count(skipped ? 'skipped' : glyph === '✖' ? 'failed' : 'passed');
    }
  };
}

/** Reads the tap reporter: `# Subtest: name` stands before each test and suite; subtests are indented by four. */
function tapReader(ledger: Ledger): (line: string) => void {
  const titles: string[] = [];
  return (line) => {
    const opened = /^( *)# Subtest: (.*)$/.exec(line);
    if (opened !== null) {
      const depth = (opened[1] ?? '').length / 4;
      titles.length = Math.min(titles.length, depth);
      titles[depth] = (opened[2] ?? '').replaceAll(/\\([\\#])/g, '$1');
      return;
    }
    // Only points below a title are the runner's own; any other comes from a test that prints TAP itself.
    const point = titles.length > 0 ? readTapPoint(line) : null;
    if (point === null) return;
    const depth = point.indent / 4;
    const isSuite = titles.length > depth + 1;
    const failed = !point.ok && point.directive === null;
    if (failed) ledger.failing([...titles.slice(0, depth), point.name].join(' > '));
    if (!isSuite) ledger.count(point.directive !== null ? 'skipped' : failed ? 'failed' : 'passed');
    titles.length = Math.min(titles.length, depth + 1);
  };
}
