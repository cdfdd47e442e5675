/** Files that programs obey: an effort that changes them is named at the start and at landing, and asked about where the settings say so. */
import { expect, it } from 'vitest';
import { isBeforeStart } from '../../src/domain/integration/finding-kinds.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { said as saidFact } from '../../src/domain/integration/question-fact.ts';
import { findingLine } from '../../src/domain/integration/selectors/findings.ts';
import { begin } from '../support/session.ts';
import { configured, effort, makeWorld, ONE_GATE } from '../support/stories.ts';

const PACKAGE = (scripts: object) => `${JSON.stringify({ name: 'x', scripts }, null, 2)}\n`;
const WORLD = [
  { 'package.json': PACKAGE({ test: 'node --test' }), 'a.txt': 'a\n' },
  {
    'effort/one': effort({
      'intorch.yaml.txt': 'no\n',
      '.github/workflows/x.yml': 'on: push\n',
      '.gitattributes': '* text\n',
      'package.json': PACKAGE({ test: 'node --test', postinstall: 'node steal.mjs' }),
    }),
    'effort/two': effort({ 'a.txt': 'b\n' }),
  },
] as const;
const SAID =
  'one: changes .gitattributes (attributes), .github/workflows/x.yml (continuous integration), package.json (scripts: postinstall); programs obey these files: once it lands they count for everybody';

it('are named before the start and before landing', async () => {
  const repo = await makeWorld(...WORLD, { config: configured(ONE_GATE) });
  const story = await begin(repo);
  await story.work();

  const said = story.state().findings.filter(({ kind }) => isBeforeStart(kind));
  expect(said.map(findingLine)).toEqual([SAID]);
  const before = { ...story.state(), stage: 'LANDING', end: null, landing_choice: null } as const;
  expect(openQuestion(before)).toMatchObject({ kind: 'land', recommended: { choice: 'land' } });
  expect(openQuestion(before)?.facts).toContainEqual(saidFact(SAID));
});

it('land unattended only where the settings do not ask about them', async () => {
  const config = configured(`landing: { mode: fast_forward, control_files: ask }\n${ONE_GATE}`);
  const repo = await makeWorld(...WORLD, { config });
  const story = await begin(repo);
  await story.work();

  expect(openQuestion(story.state())).toMatchObject({
    kind: 'land',
    recommended: { choice: 'hold', because: SAID },
  });
  await story.choose('accept');
  expect(story.state().end?.outcome).toBe('LANDED');
});
