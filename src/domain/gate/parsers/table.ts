import type { ParserName } from '../../config/settings.ts';
import { attentive } from '../attention/attentive.ts';
import { makeAutoParser } from './auto.ts';
import { makeBunParser } from './bun.ts';
import { makeCargoParser } from './cargo.ts';
import { withCoverage } from './coverage.ts';
import { makeGoParser } from './go.ts';
import { makeJestParser } from './jest.ts';
import { makeJunitParser } from './junit.ts';
import { makeMochaParser } from './mocha.ts';
import { makeNodeParser } from './node.ts';
import type { OutputParser, TallyParser } from './parser.ts';
import { makeGroupedParser } from './prefixes/prefix-groups.ts';
import { makePytestParser } from './pytest.ts';
import { makeTapParser } from './tap.ts';
import { makeVitestParser } from './vitest.ts';

/** The runners, in the order in which `auto` prefers them; the two formats that many runners share are separate. */
const RUNNERS = {
  node: makeNodeParser,
  vitest: makeVitestParser,
  jest: makeJestParser,
  mocha: makeMochaParser,
  pytest: makePytestParser,
  go: makeGoParser,
  cargo: makeCargoParser,
  bun: makeBunParser,
} as const satisfies Partial<Record<ParserName, () => TallyParser>>;
const FORMATS = { tap: makeTapParser, junit: makeJunitParser } as const;

/** No runner writes a longer line that says something, but for reports. */
const LONGEST_LINE = 2048;
/** A report in JSON or XML may stand on one line; its readers look for its marks and not for patterns. */
const REPORT = /^(?:\{"num|\s*<)/;

/** Reads nothing: only the exit status counts. */
const EXIT_ONLY: OutputParser = { push: () => {}, tally: () => null, finish: () => null };

const PARSERS: Readonly<Record<Exclude<ParserName, 'exit'>, () => TallyParser>> = {
  ...RUNNERS,
  ...FORMATS,
  auto: () => makeAutoParser(made(RUNNERS), made(FORMATS)),
};

/** Creates the parser of that name for the output of one command. `attention`: which lines the parser of one group is shown. */
export function makeParser(name: ParserName, attention = attentive): OutputParser {
  if (name === 'exit') return EXIT_ONLY;
  return makeGroupedParser(() => shortLines(attention(withCoverage(PARSERS[name]()))));
}

/** Returns the parser with long lines cut. */
function shortLines(parser: TallyParser): TallyParser {
  return { ...parser, push: (line) => parser.push(REPORT.test(line) ? line : line.slice(0, LONGEST_LINE)) };
}

function made(factories: Readonly<Record<string, () => TallyParser>>): readonly TallyParser[] {
  return Object.values(factories).map((make) => make());
}
