import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../src/adapters/yaml/config-file.ts';
import { findConfig } from '../../../src/adapters/yaml/config-text.ts';
import { gateOverride, type Override } from '../../../src/domain/config/overrides.ts';
import { IntorchError } from '../../../src/domain/shared/errors.ts';

interface Layers {
  readonly yaml?: string;
  readonly env?: Record<string, string>;
  readonly flags?: readonly Override[];
}

function read({ yaml, env = {}, flags = [] }: Layers) {
  return readSettings({
    config: yaml === undefined ? null : { file: 'intorch.yaml', text: yaml },
    env,
    flags,
  });
}

function problemsOf(layers: Layers): readonly string[] {
  try {
    read(layers);
  } catch (error) {
    if (error instanceof IntorchError && error.code === 'CONFIG_INVALID')
      return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

function folder(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'intorch-config-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

test('every problem names line and column of what is there', () => {
  const yaml = [
    'target: main',
    'limit:',
    '  effort_lines: 3',
    'gates:',
    '  - name: test',
    '    when: finall',
    'efforts: [effort/*, 3]',
    'landing: { mode: later }',
  ].join('\n');

  expect(problemsOf({ yaml })).toEqual([
    '  intorch.yaml:2:1: limit is no key of intorch.yaml; did you mean limits?',
    '  intorch.yaml:5:5: gates[0].command is missing; allowed: a shell command, such as npm test',
    '  intorch.yaml:6:11: gates[0].when is "finall"; allowed: one of: effort, final, both; did you mean final?',
    '  intorch.yaml:7:21: efforts[1] is 3; allowed: a branch or a pattern such as effort/*',
    '  intorch.yaml:8:18: landing.mode is "later"; allowed: one of: auto, fast_forward, hold, none',
  ]);
});

test('what is no YAML is refused with its place', () => {
  expect(problemsOf({ yaml: 'target: main\ngates: [\n' })[0]).toMatch(/^ {2}intorch\.yaml:3:1: /);
  expect(problemsOf({ yaml: 'target: a\ntarget: b\n' })).toEqual([
    '  intorch.yaml:2:1: Map keys must be unique',
  ]);
  expect(problemsOf({ yaml: '- a\n- b\n' })[0]).toContain(
    'the configuration is a list of 2; allowed: a mapping with target',
  );
});

test('a file that multiplies itself by aliases is refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [name, below] of ['ba', 'cb', 'dc', 'ed', 'fe']) {
    bomb.push(`${name}: &${name} [${Array(10).fill(`*${below}`).join(', ')}]`);
  }

  expect(problemsOf({ yaml: bomb.join('\n') })[0]).toContain('alias');
  expect(problemsOf({ yaml: `# ${'x'.repeat(70_000)}` })).toEqual(['  intorch.yaml is larger than 64 KiB']);
});

test('a tag that nobody knows is refused with its place', () => {
  expect(problemsOf({ yaml: 'target: !!js/function "x"\n' })[0]).toMatch(
    /^ {2}intorch\.yaml:1:9: Unresolved tag/,
  );
});

test('a value reached through an alias is named where it stands', () => {
  const yaml = 'gates:\n  - &one { name: a, command: b }\n  - *one\nlimits: &limits { effort_lines: x }\n';

  expect(problemsOf({ yaml })).toEqual([
    '  intorch.yaml:2:3: gates is a list of 2; allowed: every gate name once',
    '  intorch.yaml:4:33: limits.effort_lines is "x"; allowed: a whole number from 1 to 10000000',
  ]);
});

test('flags win over the environment, the environment over the file, the file over defaults', () => {
  const yaml = 'target: file\nmax_concurrency: 3\nbaseline: false\n';
  const env = { INTORCH_TARGET: 'environment', INTORCH_MAX_CONCURRENCY: '4' };
  const flags = [{ path: ['target'], value: 'flag', from: '--onto' }];
  const settings = read({ yaml, env, flags });

  expect([
    settings.target,
    settings.max_concurrency,
    settings.baseline,
    settings.limits.effort_lines,
  ]).toEqual(['flag', 4, false, null]);
});

test('the environment can set every kind of value', () => {
  const settings = read({
    yaml: 'limits: { integration_lines: 5 }',
    env: {
      INTORCH_LIMITS__EFFORT_LINES: '900',
      INTORCH_LIMITS__INTEGRATION_LINES: '',
      INTORCH_CONFLICTS__AUTO: 'false',
      INTORCH_EFFORTS: 'effort/*, agent/*',
      INTORCH_WORKTREE__SETUP: 'npm ci',
      INTORCH_COOKIE: 'not a setting',
    },
  });

  expect(settings.limits).toEqual({ effort_lines: 900, integration_lines: null });
  expect(settings.conflicts.auto).toBe(false);
  expect(settings.efforts.patterns).toEqual(['effort/*', 'agent/*']);
  expect(settings.worktree.setup).toBe('npm ci');
});

test('a wrong value from outside is said with the name of its variable or flag', () => {
  const flags = [
    gateOverride('a b', 'npm test', '--gate'),
    { path: ['target'], value: '-x', from: '--onto' },
  ];

  expect(
    problemsOf({ env: { INTORCH_MAX_CONCURRENCY: 'two', INTORCH_LIMITS__EFFORTLINE: '3' }, flags }),
  ).toEqual([
    '  INTORCH_LIMITS__EFFORTLINE is no setting; did you mean INTORCH_LIMITS__EFFORT_LINES?',
    '  --onto: target is "-x"; allowed: the name of a branch, such as main',
    '  --gate: gates[0].name is "a b"; allowed: a short name of letters, digits, dots, hyphens and underscores, such as test',
    '  INTORCH_MAX_CONCURRENCY: max_concurrency is "two"; allowed: a whole number from 1 to 64',
  ]);
});

test('a gate is overridden by its name and keeps its other keys, or is added', () => {
  const yaml = 'gates: [{ name: unit-test, command: a, timeout_sec: 5 }]';
  const { gates } = read({
    yaml,
    env: { INTORCH_GATE_UNIT_TEST: 'b' },
    flags: [gateOverride('lint', 'c', '--gate')],
  });

  expect(gates.map(({ name, command, timeout_sec }) => [name, command, timeout_sec])).toEqual([
    ['unit-test', 'b', 5],
    ['lint', 'c', 1800],
  ]);
});

test('gates that are named stand alone where there is no file: what is proposed is not run beside them', () => {
  const proposed = {
    target: 'main',
    gates: [
      { name: 'test', command: 'npm test' },
      { name: 'lint', command: 'x' },
    ],
  };

  const named = readSettings({
    config: null,
    proposed,
    env: {},
    flags: [gateOverride('test', 'a', '--gate')],
  });
  const by_variable = readSettings({ config: null, proposed, env: { INTORCH_GATE_CHECK: 'b' }, flags: [] });
  const unnamed = readSettings({ config: null, proposed, env: {}, flags: [] });

  expect(named.gates.map(({ name, command }) => [name, command])).toEqual([['test', 'a']]);
  expect(named.target).toBe('main');
  expect(by_variable.gates.map(({ name }) => name)).toEqual(['check']);
  expect(unnamed.gates.map(({ name }) => name)).toEqual(['test', 'lint']);
});

test('naming efforts leaves the others out and keeps what the file says about the named', () => {
  const yaml = [
    'efforts:',
    '  patterns: [effort/*]',
    '  worktrees: true',
    '  list:',
    '    - { branch: effort/a, name: a, depends_on: [b] }',
    '    - { branch: effort/b, name: b }',
  ].join('\n');
  const { efforts } = read({ yaml, env: { INTORCH_EFFORTS: 'a,effort/c,d' } });

  expect(efforts.patterns).toEqual(['effort/a', 'effort/c', 'd', 'effort/d']);
  expect(efforts.list.map((entry) => entry.branch)).toEqual(['effort/a']);
  expect(efforts.worktrees).toBe(false);
});

test('a proposal stands where there is no file', () => {
  expect(readSettings({ config: null, proposed: { target: 'trunk' }, env: {}, flags: [] }).target).toBe(
    'trunk',
  );
});

test('the file is found under either name, and two of them are refused', async () => {
  expect(await findConfig(folder({}))).toBeNull();
  expect(await findConfig(folder({ 'intorch.yml': 'baseline: true' }))).toEqual({
    file: 'intorch.yml',
    text: 'baseline: true',
  });
  await expect(findConfig(folder({ 'intorch.yml': '', 'intorch.yaml': '' }))).rejects.toThrow(
    'Both intorch.yaml and intorch.yml exist',
  );
});
