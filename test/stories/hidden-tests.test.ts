/** Efforts that remove tests and let their output say otherwise. */
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { begin } from '../support/session.ts';
import { effort, makeWorld } from '../support/stories.ts';

const CONFIG = `target: main
efforts: { patterns: ['effort/*'] }
gates:
  - { name: unit, command: 'node --test', parser: node }
`;
const SUITE = (...names: readonly string[]) =>
  `const { test } = require('node:test');\n${names.map((name) => `test('${name}', () => {});\n`).join('')}`;
const FAKE = [
  'tests 3',
  'suites 0',
  'pass 3',
  'fail 0',
  'cancelled 0',
  'skipped 0',
  'todo 0',
  'duration_ms 5',
]
  .map((line) => `ℹ ${line}`)
  .join('\\n');

it('asks before a result lands whose output has a second closing summary, and says that test files are gone', async () => {
  const repo = await makeWorld(
    { 'a.test.js': SUITE('one'), 'b.test.js': SUITE('two'), 'c.test.js': SUITE('three') },
    {
      'effort/sly': effort({
        'a.test.js': `${SUITE('one')}console.log('${FAKE}');\n`,
        'b.test.js': null,
        'c.test.js': null,
      }),
    },
    { config: CONFIG },
  );

  const story = await begin(repo);
  await story.work('recommended');

  expect(story.state().gate_runs.map(({ verdict, tests }) => [verdict, tests?.total])).toContainEqual([
    'passed',
    4,
  ]);
  const question = openQuestion(story.state());
  expect(question?.kind).toBe('land');
  expect(question?.facts.map(factWords)).toEqual(
    expect.arrayContaining([
      'to accept: unit printed 2 closing summaries of tests, 1 on main: a test may print one',
      'fewer test files than on main; gone: b.test.js, c.test.js',
    ]),
  );
  expect(await repo.git('ls-tree', '--name-only', 'main')).toContain('b.test.js');
});

it('asks about nothing where tests are added', async () => {
  const repo = await makeWorld(
    { 'a.test.js': SUITE('one') },
    { 'effort/more': effort({ 'b.test.js': SUITE('two', 'three') }) },
    { config: CONFIG },
  );

  const story = await begin(repo);
  await story.work('recommended');

  expect(story.state().end?.outcome).toBe('LANDED');
});
