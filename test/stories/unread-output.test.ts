/** A gate whose output takes too long to read. */
import { expect, it } from 'vitest';
import { createOutputReaders } from '../../src/adapters/output-readers.ts';
import { begin } from '../support/session.ts';
import { configured, effort, makeWorld, statusesOf } from '../support/stories.ts';

it('counts by its exit status alone, and its verdict says so', async () => {
  const script = new URL('data:text/javascript,setTimeout(() => { for (;;); })');
  const readers = createOutputReaders({ deadline_ms: 200, script });
  const gate = 'seq -f "ok %g - works as it should with everything else" 5000; echo 1..5000';
  const config = configured(`gates:\n  - { name: test, command: '${gate}', parser: tap, when: final }\n`);
  const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'a\n' }) }, { config });
  const story = await begin(repo, {}, (ports) => ({ ...ports, readers }));

  await story.work('recommended');

  expect(statusesOf(story)).toEqual({ a: 'MERGED' });
  expect(story.state().gate_runs).toMatchObject([
    {
      verdict: 'passed',
      tests: null,
      because: 'tests not counted: exit status only, so fewer tests would not be noticed',
      clues: [{ of: 'output', says: 'its output could not be counted: reading it took too long' }],
    },
  ]);
});
