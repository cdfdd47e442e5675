import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { fileJsonSchema } from '../../../src/domain/config/file-json-schema.ts';
import { leavesOf } from '../../../src/domain/config/json-schema.ts';
import { parseSettings } from '../../../src/domain/config/parse.ts';
import { proposedSettings, proposeSettings } from '../../../src/domain/config/propose.ts';
import { renderConfig } from '../../../src/domain/config/render.ts';
import type { Survey } from '../../../src/domain/config/survey.ts';

const nothing: Survey = {
  package_managers: [],
  missing_managers: [],
  files: [],
  scripts: null,
  has_dependencies: false,
  python_tools: [],
  make_targets: [],
  branches: [],
  current_branch: null,
  remote_head: null,
  worktree_branches: [],
};

const survey = (facts: Partial<Survey>): Survey => ({ ...nothing, ...facts });
const branchesOf = (facts: Partial<Survey>) => proposeSettings(survey(facts)).branches;
const gatesOf = (facts: Partial<Survey>) =>
  proposeSettings(survey(facts)).gates.map((gate) => `${gate.name}: ${gate.command}`);
const setupOf = (facts: Partial<Survey>) => proposeSettings(survey(facts)).setup;

test('a repository without anything gets the defaults', () => {
  expect(proposedSettings(nothing)).toEqual(proposedSettings(survey({})));
  expect(proposedSettings(nothing)).toMatchObject({ target: null, gates: [], efforts: { patterns: [] } });
});

test('a prefix that two branches share is a pattern; agent-like prefixes go before others', () => {
  const branches = [
    'main',
    'effort/a',
    'effort/b',
    'feature/x',
    'feature/y',
    'feature/z',
    'alone/one',
    'dependabot/a',
    'dependabot/b',
  ];

  expect(branchesOf({ branches })).toMatchObject({
    target: 'main',
    patterns: ['effort/*'],
    other_groups: [{ pattern: 'feature/*', branches: 3 }],
  });
  expect(branchesOf({ branches: ['main', 'feature/x', 'feature/y'] }).patterns).toEqual(['feature/*']);
});

test('waves and nested prefixes are patterns, integration branches never', () => {
  const branches = [
    'main',
    'wave12/a',
    'wave12/b',
    'agents/claude/x',
    'agents/claude/y',
    'integration/one',
    'integration/two',
  ];

  expect(branchesOf({ branches }).patterns).toEqual(['agents/claude/*', 'wave12/*']);
});

test('branches without a common prefix are named one by one', () => {
  expect(branchesOf({ branches: ['main', 'auth', 'search'] }).patterns).toEqual(['auth', 'search']);
});

test.each([
  ['what origin/HEAD points at', { branches: ['main', 'trunk'], remote_head: 'trunk' }, 'trunk'],
  ['main', { branches: ['master', 'main', 'x'], remote_head: 'gone' }, 'main'],
  ['master', { branches: ['master', 'x'], current_branch: 'x' }, 'master'],
  ['the current branch', { branches: ['stable', 'x'], current_branch: 'stable' }, 'stable'],
  ['nothing', { branches: [] }, null],
] as const)('the target is %s', (_what, facts, target) => {
  expect(branchesOf(facts).target).toBe(target);
});

test('linked worktrees count when they hold branches that no pattern finds', () => {
  const branches = ['main', 'effort/a', 'effort/b', 'spare'];

  expect(branchesOf({ branches, worktree_branches: ['effort/a'] }).worktrees).toBe(false);
  expect(branchesOf({ branches, worktree_branches: ['spare'] }).worktrees).toBe(true);
});

test('scripts of package.json are gates in the order of their cost, run by the package manager that is used', () => {
  const scripts = {
    test: 'vitest run',
    build: 'tsc -b',
    lint: 'eslint .',
    'check:types': 'tsc',
    dev: 'vite',
  };
  const gates = (manager: Survey['package_managers'][number]) =>
    gatesOf({ package_managers: [manager], scripts });

  expect(gates('npm')).toEqual([
    'typecheck: npm run check:types',
    'lint: npm run lint',
    'build: npm run build',
    'test: npm test',
  ]);
  expect(gates('pnpm').at(-1)).toBe('test: pnpm run test');
  expect(gates('yarn-berry').at(-1)).toBe('test: yarn run test');
  expect(gates('bun').at(-1)).toBe('test: bun run test');
});

test('a script that judges nothing is no gate', () => {
  expect(
    gatesOf({ package_managers: ['npm'], scripts: { test: 'echo "Error: no test specified" && exit 1' } }),
  ).toEqual([]);
  expect(gatesOf({ package_managers: ['npm'], scripts: { test: 'jest --watch' } })).toEqual([]);
});

test.each([
  [
    'uv',
    { package_managers: ['uv'], python_tools: ['pytest', 'ruff'] },
    ['lint: uv run ruff check .', 'test: uv run pytest -q'],
  ],
  ['poetry', { package_managers: ['poetry'], python_tools: ['pytest'] }, ['test: poetry run pytest -q']],
  ['cargo', { package_managers: ['cargo'] }, ['test: cargo test']],
  ['go', { package_managers: ['go'] }, ['lint: go vet ./...', 'test: go test ./...']],
  ['maven with its wrapper', { package_managers: ['maven'], files: ['mvnw'] }, ['test: ./mvnw -B test']],
  ['gradle', { package_managers: ['gradle'] }, ['test: gradle test']],
  ['make', { make_targets: ['all', 'lint', 'check'] }, ['lint: make lint', 'test: make check']],
  ['deno', { package_managers: ['deno'] }, ['test: deno test --allow-all']],
  ['bun without a test script', { package_managers: ['bun'], scripts: {} }, ['test: bun test']],
  [
    'two languages',
    { package_managers: ['cargo', 'go'] },
    ['lint: go vet ./...', 'test: cargo test', 'test-2: go test ./...'],
  ],
] as const)('%s has its usual gates', (_what, facts, gates) => {
  expect(gatesOf(facts)).toEqual(gates);
});

test.each([
  [
    'npm',
    ['package.json', 'package-lock.json'],
    'npm ci --no-audit --no-fund',
    ['package-lock.json', 'package.json'],
  ],
  [
    'pnpm',
    ['pnpm-lock.yaml', 'package.json'],
    'pnpm install --frozen-lockfile',
    ['pnpm-lock.yaml', 'package.json'],
  ],
  ['uv', ['uv.lock', 'pyproject.toml'], 'uv sync --frozen', ['uv.lock', 'pyproject.toml']],
  [
    'pip',
    ['requirements.txt'],
    'python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt',
    ['requirements.txt'],
  ],
] as const)('%s is set up by its lock file', (manager, files, command, key) => {
  expect(setupOf({ package_managers: [manager], files })).toEqual({ command, key });
});

test('a bun project runs its test script by bun, and is set up by its lock file of either kind', () => {
  const scripts = { test: 'bun test' };
  for (const lock of ['bun.lock', 'bun.lockb']) {
    const facts: Partial<Survey> = { package_managers: ['bun'], files: [lock, 'package.json'], scripts };
    expect(gatesOf(facts)).toEqual(['test: bun run test']);
    expect(setupOf(facts)).toEqual({
      command: 'bun install --frozen-lockfile',
      key: [lock, 'package.json'],
    });
  }
});

test('nothing is proposed that a program would run which is not there', () => {
  const facts: Partial<Survey> = {
    package_managers: ['uv', 'cargo', 'bun'],
    python_tools: ['pytest'],
    scripts: { build: 'tsc' },
    make_targets: ['build'],
  };
  expect(gatesOf({ ...facts, missing_managers: ['uv', 'bun'] })).toEqual([
    'build: make build',
    'test: cargo test',
  ]);
  expect(setupOf({ ...facts, missing_managers: ['uv', 'bun'] })).toBeNull();
  expect(setupOf({ ...facts, missing_managers: ['bun'] })?.command).toBe('uv sync --frozen');
  expect(proposeSettings(survey({ ...facts, missing_managers: ['uv'] })).missing).toEqual(['uv']);
});

test('a package without dependencies needs no set-up', () => {
  expect(setupOf({ package_managers: ['npm'], files: ['package.json'], scripts: {} })).toBeNull();
});

const full = survey({
  package_managers: ['npm'],
  files: ['package-lock.json', 'package.json'],
  scripts: { test: 'node --test', lint: 'eslint "src/**"' },
  branches: ['main', 'effort/a', 'effort/b', '#odd', 'feature/x', 'feature/y', 'true'],
  worktree_branches: ['#odd'],
});

test.each([
  ['a full survey', full],
  ['an empty one', nothing],
  [
    'names that YAML would read otherwise',
    survey({ branches: ['true', '1.5', '#odd', "it's", 'null', '*x', '-'] }),
  ],
])('the file written from %s says what the proposal says', (_what, facts) => {
  const text = renderConfig(proposeSettings(facts), './schema.json');
  const parsed = parseSettings(parseDocument(text).toJS());

  expect(parsed).toEqual({ settings: proposedSettings(facts) });
});

test('with the comments of its keys taken away the file still holds, and no key of the schema is missing in it', () => {
  const text = renderConfig(proposeSettings(nothing), './schema.json');
  const open = text.replaceAll(/^(\s*)# ( *(?:- )?[a-z_]+:(?: |$))/gm, '$1$2');
  const lines = open.split('\n').filter((line) => !line.startsWith('# '));
  const keys = leavesOf(fileJsonSchema()).map((leaf) => leaf.path.at(-1));

  expect(keys.filter((key) => !new RegExp(`^ *(?:- )?${key}:`, 'm').test(open))).toEqual([]);
  expect(parseSettings(parseDocument(lines.join('\n')).toJS())).not.toHaveProperty('problems');
});

test('every key in comments shows its default, unless it is marked as an example', () => {
  const text = renderConfig(proposeSettings(nothing), './schema.json');
  const open = text.replaceAll(/^(\s*)# ( *(?:- )?[a-z_]+:(?: |$))/gm, '$1$2');
  const shown = parseSettings(parseDocument(open).toJS());
  const defaults = parseSettings({ gates: [{ name: 'test', command: 'npm test' }] });
  if ('problems' in shown || 'problems' in defaults) throw new Error('neither can be read');
  const { target, efforts, conflicts, worktree, ...others } = shown.settings;
  const usual = defaults.settings;

  expect({ ...usual, ...others }).toEqual(usual);
  expect({ ...conflicts, policies: [] }).toEqual(usual.conflicts);
  expect({ ...worktree, setup: null, setup_key: [] }).toEqual(usual.worktree);
  expect({ ...efforts, patterns: [], list: [] }).toEqual(usual.efforts);
  for (const key of ['patterns', 'list', 'policies', 'setup', 'setup_key', 'gates'])
    expect(text).toMatch(new RegExp(`^ *# +${key}:.*# e\\.g\\.`, 'm'));
});
