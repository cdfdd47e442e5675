/** Efforts that change what tests of the target expect: the target's version of these tests is run against the result, once. */
import { expect, it } from 'vitest';
import { assess } from '../../src/domain/integration/assessment/assess.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import type { EffortName } from '../../src/domain/shared/ids.ts';
import type { Files } from '../support/fast-import.ts';
import { begin, type Story } from '../support/session.ts';
import { cli, effort, makeWorld, statusesOf } from '../support/stories.ts';

const CONFIG = (more: string, parser: string) => `target: main
efforts: { patterns: ['effort/*'] }
landing: { mode: fast_forward }
gates:
  - { name: unit, command: 'node --test', parser: ${parser} }
${more}`;
const test = (name: string, body: string) =>
  `const { test } = require('node:test');\nconst assert = require('node:assert');\ntest('${name}', () => {\n  ${body}\n});\n`;
const LIB = 'exports.one = () => 1;\nexports.two = () => 2;\n';
const ONE = test('one is one', "assert.equal(require('./lib.js').one(), 1);");
const MAIN = { 'lib.js': LIB, 'one.test.js': ONE, 'other.test.js': test('other', 'assert.ok(true);') };

async function story(
  efforts: Readonly<Record<string, Files>>,
  main: Files = MAIN,
  more = '',
  parser = 'node',
): Promise<Story> {
  const branches = Object.entries(efforts).map(([name, files]) => [`effort/${name}`, effort(files)] as const);
  const repo = await makeWorld(main, Object.fromEntries(branches), { config: CONFIG(more, parser) });
  const begun = await begin(repo);
  await begun.work('recommended');
  return begun;
}

const guardFacts = ({ state }: Story) =>
  assess(state())
    .filter(({ kind }) => kind === 'expectation')
    .map(({ bearing, because }) => `${bearing}: ${because.replace(/takes? .*|took .*/, 'took …')}`);
const guardRuns = ({ state }: Story) => state().gate_runs.filter(({ subject }) => subject.kind === 'guard');

const WEAK = { 'lib.js': LIB.replace('2', '0'), 'two.test.js': test('two is two', 'assert.ok(true);') };
const WITH_TWO = {
  ...MAIN,
  'two.test.js': test('two is two', "assert.equal(require('./lib.js').two(), 2);"),
};
const UNDONE = { 'lib.js': LIB.replace('1', '0'), 'one.test.js': null, 'feat.test.js': test('feat', '') };

it('asks about efforts that undo a fix with its test, or weaken an assertion: by effort, file and test', async () => {
  const told = await story({ undone: UNDONE, weak: { ...WEAK, 'lib.js': LIB.replace('2', '0') } }, WITH_TWO);

  expect(guardFacts(told)).toMatchInlineSnapshot(`
    [
      "asks: expectations that undone changed: "one.test.js > one is one" fails with one.test.js (deleted) as main has it",
      "asks: expectations that weak changed: "two.test.js > two is two" fails with two.test.js as main has it",
      "informs: unit ran with 2 test files as main has them: expectations fail; the guard run took …",
    ]
  `);
  expect(openQuestion(told.state())).toMatchObject({ kind: 'land', recommended: { choice: 'hold' } });
  expect(openQuestion(told.state())?.facts.map(factWords)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^to accept: expectations that undone changed: "one.test.js > one is one" fails with one.test.js \(deleted\) as main has it$/,
      ),
    ]),
  );
  expect(guardRuns(told)).toHaveLength(1);
});

it('leaves out the effort that somebody does not want, and merges and tests the rest', async () => {
  const told = await story({ undone: UNDONE, good: { 'good.js': '1;\n' } }, WITH_TWO);

  await told.choose('leave_out_undone');

  expect(statusesOf(told)).toEqual({ undone: 'HELD', good: 'MERGED' });
  expect(told.state().end?.outcome).toBe('LANDED');
  expect(told.state().decisions.at(-1)).toMatchObject({ choice: 'leave_out_undone', about: 'undone' });
  expect(guardFacts(told)).toEqual(['informs: no guard run: no effort changes a test file that main has']);
});

it('says of a file that cannot be loaded that it cannot be run, and lands', async () => {
  const imports = `const lib = require('./lib.js');\n${test('one is one', 'assert.equal(lib.one(), 1);')}`;
  const moved = {
    'lib.js': null,
    'src/lib.js': LIB,
    'one.test.js': null,
    'new.test.js': ONE.replace('./', './src/'),
  };
  const told = await story({ moved }, { ...MAIN, 'one.test.js': imports });

  expect(guardFacts(told)).toMatchInlineSnapshot(`
    [
      "informs: unit ran with 1 test file as main has it: no expectation fails; the guard run took …",
      "warns: one.test.js (deleted) of main cannot be run against this tree, which moved changed",
    ]
  `);
  expect(told.state().end?.outcome).toBe('LANDED');
});

it('says nothing of a test that only moved', async () => {
  const own = test('own', 'assert.ok(1);');
  const told = await story(
    { moved: { 'one.test.js': null, 'test/one.test.js': own } },
    { ...MAIN, 'one.test.js': own },
  );

  expect(guardFacts(told)).toEqual(['informs: no guard run: no effort changes a test file that main has']);
});

it('says nothing against a test that was renamed', async () => {
  const told = await story({ renamed: { 'one.test.js': ONE.replace('one is one', 'one stays one') } });

  expect(guardFacts(told)).toMatchInlineSnapshot(`
    [
      "informs: unit ran with 1 test file as main has it: no expectation fails; the guard run took …",
    ]
  `);
  expect(told.state().end?.outcome).toBe('LANDED');
});

it('puts a test down to the snapshot that was changed', async () => {
  const read =
    "require('node:fs').readFileSync(require('node:path').join(__dirname, '__snapshots__/one.snap'), 'utf8')";
  const main = {
    'lib.js': LIB,
    'one.test.js': test('renders', `assert.equal(String(require('./lib.js').one()), ${read});`),
    '__snapshots__/one.snap': '1',
  };
  const told = await story(
    { snap: { 'lib.js': LIB.replace('1', '0'), '__snapshots__/one.snap': '0' } },
    main,
  );

  expect(guardFacts(told)).toMatchInlineSnapshot(`
    [
      "asks: expectations that snap changed: "one.test.js > renders" fails with __snapshots__/one.snap as main has it",
      "informs: unit ran with 1 test file as main has it: expectations fail; the guard run took …",
    ]
  `);
});

it('is asked about by a gate that names no test', async () => {
  const told = await story({ weak: WEAK }, WITH_TWO, '', 'exit');

  expect(guardFacts(told)).toMatchInlineSnapshot(`
    [
      "asks: expectations that weak changed: unit fails with two.test.js as main has it, and names no test",
      "informs: unit ran with 1 test file as main has it: expectations fail; the guard run took …",
    ]
  `);
});

it('is off where the settings say so', async () => {
  const told = await story({ undone: UNDONE }, MAIN, 'gating: { guard: false }\n');

  expect(guardFacts(told)).toEqual(['informs: the guard run is off (gating.guard: false)']);
  expect(guardRuns(told)).toEqual([]);
});

it('goes by the globs that the settings name', async () => {
  const told = await story({ undone: UNDONE }, MAIN, "tests: { paths: ['spec/**'] }\n");

  expect(guardFacts(told)).toEqual(['informs: no guard run: no effort changes a test file that main has']);
});

it('is shown by every view, and an unattended run stops for it', async () => {
  const repo = await makeWorld(WITH_TWO, { 'effort/weak': effort(WEAK) }, { config: CONFIG('', 'node') });
  const main = await repo.tip('main');

  const run = await cli(repo, 'run', '--decide', 'recommended');
  const status = (await cli(repo, 'status', '--json')).out;
  const report = (await cli(repo, 'report', 'integration-report')).out;
  const validation = (await cli(repo, 'report', 'validation-report')).out;
  const json = (await cli(repo, 'report', 'integration-report', '--json')).out;

  expect(run.status).toBe(3);
  expect(await repo.tip('main')).toBe(main);
  expect(run.out).toMatch(
    /guarded +guard-\w{8} {2}unit .*changed expectations fail: two.test.js > two is two/,
  );
  expect(run.out).toMatch(
    /expects +weak {2}"two.test.js > two is two" fails with two.test.js as main has it/,
  );
  for (const shown of [status, json]) expect(shown).toContain('expectations that weak changed: ');
  const text = 'with two.test.js as main has it';
  for (const shown of [run.out + run.err, status, json]) expect(shown).toContain(text);
  for (const shown of [report, validation])
    expect(shown).toMatch(/## Changed Expectations[^#]*weak \| `two.test.js` \| `two.test.js > two is two`/);
});

/** Waits for somebody, because it also weakens an assertion. */
const PROVING = {
  ...WEAK,
  'lib.js': `${WEAK['lib.js']}exports.zero = () => 0;\n`,
  'zero.test.js': test('zero is zero', "assert.equal(require('./lib.js').zero(), 0);"),
};

it('runs the new tests of an effort on the target when somebody asks, and says which prove nothing', async () => {
  const feat = effort({ ...PROVING, 'idle.test.js': test('idle', '') });
  const repo = await makeWorld(WITH_TWO, { 'effort/feat': feat }, { config: CONFIG('', 'node') });
  await cli(repo, 'run');

  const none = await cli(repo, 'guard', '--reverse', 'other');
  const run = await cli(repo, 'guard', '--reverse', 'feat');
  const report = (await cli(repo, 'report', 'integration-report')).out;

  expect(none.err).toContain('there is no effort other');
  expect(run.out).toBe('unit: 1 new test proves nothing, passing without the change: idle\n');
  expect(report).toContain('tests of feat on main: 1 new test proves nothing');
  expect((await cli(repo, 'guard')).err).toContain('intorch guard --reverse EFFORT');
});

it('finds nothing against tests that fail without the change', async () => {
  const told = await story({ feat: PROVING }, WITH_TWO);

  await told.command({ type: 'prove_tests', effort: 'feat' as EffortName });
  await told.work();

  expect(guardFacts(told)).toContain(
    'informs: tests of feat on main: no new test passes without the change, 1 fails',
  );
  expect(openQuestion(told.state())?.kind).toBe('land');
});
