/** Efforts that do the same work, or against each other, are named before anything of them is merged. */
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { findingLine } from '../../src/domain/integration/selectors/findings.ts';
import { readinessOf } from '../../src/domain/integration/summary/readiness.ts';
import { conflictAnalysis } from '../../src/reports/conflict-analysis.ts';
import { integrationPlan } from '../../src/reports/integration-plan.ts';
import type { Files } from '../support/fast-import.ts';
import { begin } from '../support/session.ts';
import { cli, configured, makeWorld, ONE_GATE } from '../support/stories.ts';

interface Told {
  readonly files: Files;
  readonly message?: string;
}

const BASE: Files = {
  'migrations/0011_users.sql': 'create table users (id int);\n',
  'src/old.js': 'export function formatOldDate(at) {\n  return at;\n}\n',
  'src/app.js': "import { formatOldDate } from './old.js';\n\nexport const shown = formatOldDate(1);\n",
  'src/codes.ts':
    'export enum Code {\n  Ok = 0,\n\n  // network\n  Timeout = 5,\n\n  // disk\n  Full = 6,\n\n}\n',
  'src/server.js': "app.get('/health', health);\n",
  'locales/en.json': '{\n  "a": {\n    "x": "1"\n  },\n  "b": {\n    "x": "1"\n  }\n}\n',
};

/** A target with some code, and two efforts. */
async function world(one: Told, two: Told, more = '') {
  const config = configured(`landing: { mode: fast_forward }\n${more}${ONE_GATE}`);
  const repo = await makeWorld(BASE, {}, { config });
  for (const [name, { files, message = `feat: ${name}` }] of Object.entries({ one, two })) {
    await repo.git('branch', `effort/${name}`, 'main');
    await repo.commit(`effort/${name}`, files, { message });
  }
  return repo;
}

const with_line = (path: string, after: string, line: string) => ({
  [path]: (BASE[path] as string).replace(after, `${after}${line}`),
});

const CODE = 'src/codes.ts';
const LOCALE = 'locales/en.json';

it.each<readonly [string, Told, Told, string]>([
  [
    'the same issue',
    { files: { 'a.js': 'const a = 1;\n' }, message: 'fix: windows\n\nFixes #12' },
    { files: { 'b.js': 'const b = 1;\n' }, message: 'fix: paths with backslashes (closes #12)' },
    'double_work one: works on what two works on too: #12; the same work may have been done twice',
  ],
  [
    'the same new name',
    { files: { 'src/date.js': 'export function parseDate(text) {\n  return text;\n}\n' } },
    { files: { 'src/util/time.js': 'export const parseDate = (text) => new Date(text);\n' } },
    'double_work one: declares what two declares too: parseDate in src/date.js and src/util/time.js; two of one name may be the same work done twice',
  ],
  [
    'the same number of a migration',
    { files: { 'migrations/0012_orders.sql': 'create table orders (id int);\n' } },
    { files: { 'migrations/0012_carts.sql': 'create table carts (id int);\n' } },
    'double_work one: takes what two takes too: number 0012 in migrations as 0012_orders.sql and 0012_carts.sql; all of them merge, and only one can have it',
  ],
  [
    'the same route',
    { files: { 'src/a-routes.js': "router.get('/orders', list);\n" } },
    { files: { 'src/b-routes.js': "router.get('/orders', all);\n" } },
    'double_work one: adds what two adds too: route GET /orders in src/a-routes.js and src/b-routes.js; only one of them will answer',
  ],
  [
    'the same port',
    { files: { 'one.yaml': 'server:\n  port: 8085\n' } },
    { files: { 'two.env': 'PORT=8085\n' } },
    'double_work one: takes what two takes too: port 8085 in one.yaml and two.env; only one of them can listen',
  ],
  [
    'the same translation key',
    { files: with_line(LOCALE, '"a": {\n', '    "sign_in": "Sign in",\n') },
    { files: with_line(LOCALE, '"b": {\n', '    "sign_in": "Log in",\n') },
    'double_work one: adds what two adds too: sign_in in locales/en.json; one of them hides the others',
  ],
  [
    'the same value of an enumeration',
    { files: with_line(CODE, '  Timeout = 5,\n', '  Refused = 7,\n') },
    { files: with_line(CODE, '  Full = 6,\n', '  ReadOnly = 7,\n') },
    'double_work one: takes what two takes too: value 7 in src/codes.ts as Refused and ReadOnly; two names for one value are hard to tell apart later',
  ],
  [
    'a name that one renames everywhere and the other begins to use',
    {
      files: {
        'src/old.js': 'export function formatDay(at) {\n  return at;\n}\n',
        'src/app.js': "import { formatDay } from './old.js';\n\nexport const shown = formatDay(1);\n",
      },
    },
    {
      files: {
        'src/new.js': "import { formatOldDate } from './old.js';\n\nexport const two = formatOldDate(2);\n",
      },
    },
    'uses_removed two: begins to use formatOldDate in src/new.js, which one renames to formatDay everywhere; where both merge, the name is not there',
  ],
])('%s is named by the plan, in the analysis, and in the landing', async (_kind, one, two, said) => {
  const repo = await world(one, two, 'conflicts: { double_work: ask }\n');

  const story = await begin(repo);
  await story.work();

  const found = story
    .state()
    .findings.filter(({ kind }) => kind === 'double_work' || kind === 'uses_removed');
  expect(found.map((finding) => `${finding.kind} ${findingLine(finding)}`)).toEqual([said]);
  const [finding] = found;
  const line = finding === undefined ? '' : findingLine(finding);
  expect(conflictAnalysis(story.state())).toContain(line);
  expect(integrationPlan(story.state(), 'none_yet')).toContain(line);
  expect(openQuestion(story.state())).toMatchObject({ kind: 'land' });
  expect(openQuestion(story.state())?.facts.map(factWords)).toContain(
    `to accept: ${finding === undefined ? '' : findingLine(finding)}`,
  );
});

it('double work warns, and lands, where the settings do not ask', async () => {
  const repo = await world(
    { files: { 'migrations/0012_orders.sql': 'create table orders (id int);\n' } },
    { files: { 'migrations/0012_carts.sql': 'create table carts (id int);\n' } },
  );

  const story = await begin(repo);
  await story.work();

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(readinessOf(story.state())).toMatchObject({
    status: 'Conditional',
    conditions: [expect.stringContaining('number 0012 in migrations')],
  });
});

it.each<readonly [string, Told, Told]>([
  [
    'a number of a pull request, and an issue that is only mentioned',
    { files: { 'a.js': 'const a = 1;\n' }, message: 'fix: a (#12)\n\nSee #9, part of #10.' },
    { files: { 'b.js': 'const b = 1;\n' }, message: 'fix: b (#12)\n\nRelated to #9 and #10; UTF-8.' },
  ],
  [
    'a name that the target has already',
    { files: { 'lib/one.js': 'export const formatOldDate = 1;\n' } },
    { files: { 'lib/two.js': 'export const formatOldDate = 2;\n' } },
  ],
  [
    'a name that is private to two files',
    { files: { 'lib/one.js': 'const parseDate = 1;\n' } },
    { files: { 'lib/two.js': 'const parseDate = 2;\n' } },
  ],
  [
    'a name that one removes and another file of its own keeps',
    { files: { 'src/old.js': '\n' } },
    { files: { 'src/new.js': "import { formatOldDate } from './old.js';\nformatOldDate(2);\n" } },
  ],
])('%s is no double work', async (_kind, one, two) => {
  const story = await begin(await world(one, two));
  await story.work();

  const kinds = story.state().findings.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'double_work' || kind === 'uses_removed')).toEqual([]);
});

it('what two efforts have from a commit that they share was done once', async () => {
  const repo = await world({ files: { 'a.js': '\n' } }, { files: { 'b.js': '\n' } });
  await repo.git('branch', 'shared', 'main');
  await repo.commit(
    'shared',
    { 'src/date.js': 'export const parseDate = 1;\n' },
    { message: 'feat: closes #7' },
  );
  for (const name of ['one', 'two']) {
    await repo.git('branch', '--force', `effort/${name}`, 'shared');
    await repo.commit(`effort/${name}`, { [`${name}.js`]: 'const own = 1;\n' });
  }

  const story = await begin(repo);
  await story.work();

  expect(story.state().findings.filter(({ kind }) => kind === 'double_work')).toEqual([]);
});

const LOGIN = `${Array.from({ length: 8 }, (_, at) => `LIMIT_${at} = ${at}\n`).join('')}
def authenticate_user(username, password):
    user = find(username)
    if not user:
        raise AuthenticationError("User not found")

    if not user.verify_password(password):
        raise AuthenticationError("Invalid password")

    log(username)
    return generate_session_token(user)
`;
const LIMITED = LOGIN.replace(
  '    if not user.v',
  '    if not check_rate_limit(username):\n        raise RateLimitExceeded()\n\n    if not user.v',
);

it.each<readonly [string, string, boolean]>([
  ['where git merges it', LOGIN.replace('    log(username)', '    log(username, "oauth")'), false],
  [
    'where it conflicts',
    LOGIN.replace('    if not user.verify_password(password)', '    if oauth(user)'),
    true,
  ],
])(
  "the specification's login.py is graded High and not auto-resolvable %s",
  async (_how, other, collides) => {
    const config = configured(
      `landing: { mode: fast_forward }\nconflicts: { same_function: ask }\n${ONE_GATE}`,
    );
    const repo = await makeWorld(
      { 'src/auth/login.py': LOGIN },
      {
        'effort/feature-a': { from: 'main', commits: [{ 'src/auth/login.py': LIMITED }] },
        'effort/feature-b': { from: 'main', commits: [{ 'src/auth/login.py': other }] },
      },
      { config },
    );

    const { out } = await cli(repo, 'plan');
    const { forecast } = JSON.parse((await cli(repo, 'plan', '--json')).out);

    expect(out).toContain('**Conflict Type**: Line-level conflict');
    expect(out).toContain('`authenticate_user` (both modified the same function)');
    expect(out).toContain('**Severity**: High (overlapping logic changes)');
    expect(out).toContain('**Auto-Resolvable**: No');
    const place = {
      file: 'src/auth/login.py',
      collides,
      level: 'line',
      severity: 'HIGH',
      auto_resolvable: false,
    };
    expect(forecast.pairs).toMatchObject([{ conflict: collides, places: [place] }]);
    if (collides) return;

    const story = await begin(repo);
    await story.work();

    const words = 'both change authenticate_user in src/auth/login.py, which the tests decide';
    expect(openQuestion(story.state())?.facts.map(factWords)).toContain(
      `to accept: feature-a and feature-b ${words}`,
    );
  },
);
