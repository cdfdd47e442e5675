import { assess } from '../../domain/integration/assessment/assess.ts';
import { changedExpectations } from '../../domain/integration/selectors/guard/changed-expectations.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { bullets, code, type MarkdownBlock, prose, table } from '../words/markdown.ts';

/** Formats what efforts changed in what tests of the target expect: a table of efforts, files and tests, and what the guard run said. */
export function expectationsSection(state: IntegrationState): readonly MarkdownBlock[] {
  const facts = assess(state).filter(({ kind, bearing }) => kind === 'expectation' && bearing !== 'asks');
  if (facts.length === 0) return [];
  const rows = changedExpectations(state).map(({ run, tests, files, efforts }) => [
    efforts.map(prose).join(', '),
    files.map(({ path, deleted }) => `${code(path)}${deleted ? ' (deleted)' : ''}`).join(', '),
    tests.map(code).join(', ') || 'no test is named',
    code(run.log),
  ]);
  return [
    '## Changed Expectations',
    bullets(facts.map(({ because }) => prose(because))),
    ...(rows.length === 0 ? [] : [table(['Effort', 'File', 'Fails as the target has it', 'Log'], rows)]),
  ];
}
