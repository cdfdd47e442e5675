import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileJsonSchema } from '../../../src/domain/config/file-json-schema.ts';
import { integrationBranchName } from '../../../src/domain/config/integration-branch.ts';
import { type JsonSchema, keysAt, leavesOf } from '../../../src/domain/config/json-schema.ts';
import { parseSettings } from '../../../src/domain/config/parse.ts';
import type { SessionId } from '../../../src/domain/shared/ids.ts';

function settingsOf(raw: unknown) {
  const parsed = parseSettings(raw);
  if ('problems' in parsed) throw new Error(parsed.problems.map((problem) => problem.sentence).join('\n'));
  return parsed.settings;
}

function sentencesOf(raw: unknown): readonly string[] {
  const parsed = parseSettings(raw);
  return 'problems' in parsed ? parsed.problems.map((problem) => problem.sentence) : [];
}

test('an empty configuration stands for the documented defaults', () => {
  const settings = settingsOf(null);

  expect(settings.limits).toEqual({ effort_lines: null, integration_lines: null });
  expect(settings.checkpoints).toMatchObject({ keep: 10, interval_sec: 30, commit: false, push: false });
  expect(settings.naming.integration_branch).toBe('phase<P>/wave<W>-integration');
  expect([settings.max_concurrency, settings.baseline, settings.landing.mode]).toEqual([2, true, 'auto']);
});

test('an empty value stands for its default, like an absent key', () => {
  expect(settingsOf({ limits: null, gates: null, efforts: { patterns: null } })).toEqual(settingsOf({}));
});

test('policies are read by the words of the first release too', () => {
  const settings = settingsOf({
    conflicts: {
      policies: [
        { class: 'content', resolve: 'put_aside' },
        { path: 'src/**', resolve: 'hand_back' },
      ],
    },
  });

  expect(settings.conflicts.policies).toEqual([
    { class: 'content', path: null, resolve: 'hold_effort' },
    { class: null, path: 'src/**', resolve: 'return_to_author' },
  ]);
});

test('a gate needs a name and a command and gets every other default', () => {
  expect(settingsOf({ gates: [{ name: 'test', command: 'npm test' }] }).gates).toEqual([
    {
      name: 'test',
      command: 'npm test',
      when: 'both',
      timeout_sec: 1800,
      retries: 1,
      flaky: 'pass',
      required: true,
      parser: 'auto',
      env: {},
      depends_on: [],
      exclusive: [],
      sandbox: null,
    },
  ]);
});

test('a plain list of efforts stands for patterns, and errors name the place in that list', () => {
  expect(settingsOf({ efforts: ['effort/*', 'auth'] }).efforts.patterns).toEqual(['effort/*', 'auth']);
  expect(sentencesOf({ efforts: ['effort/*', 7] })).toEqual([
    'efforts[1] is 7; allowed: a branch or a pattern such as effort/*',
  ]);
});

test.each([
  ['an unknown key', { targt: 'main' }, 'targt is no key of intorch.yaml; did you mean target?'],
  [
    'a key of another level',
    { limits: { effort_line: 1 } },
    'limits.effort_line is no key of intorch.yaml; did you mean effort_lines?',
  ],
  [
    'a key in a list',
    { gates: [{ name: 'a', command: 'b', timout_sec: 3 }] },
    'gates[0].timout_sec is no key of intorch.yaml; did you mean timeout_sec?',
  ],
  [
    'an unknown word',
    { landing: { mode: 'holt' } },
    'landing.mode is "holt"; allowed: one of: auto, fast_forward, hold, none; did you mean hold?',
  ],
  [
    'a number out of bounds',
    { max_concurrency: 0 },
    'max_concurrency is 0; allowed: a whole number from 1 to 64',
  ],
  [
    'a number that is not whole',
    { max_concurrency: 1.5 },
    'max_concurrency is 1.5; allowed: a whole number from 1 to 64',
  ],
  [
    'a list in place of a mapping',
    { limits: [] },
    'limits is a list of 0; allowed: a mapping with effort_lines, integration_lines',
  ],
  [
    'a missing command',
    { gates: [{ name: 'a' }] },
    'gates[0].command is missing; allowed: a shell command, such as npm test',
  ],
  [
    'a number where a text is due',
    { gates: [{ name: 'a', command: 'b', env: { PORT: 3000 } }] },
    'gates[0].env.PORT is 3000; allowed: a text; write numbers and words like yes in quotes',
  ],
  [
    'a branch that git refuses',
    { target: 'a..b' },
    'target is "a..b"; allowed: the name of a branch, such as main',
  ],
  [
    'a gate named twice',
    {
      gates: [
        { name: 'a', command: 'b' },
        { name: 'a', command: 'c' },
      ],
    },
    'gates is a list of 2; allowed: every gate name once',
  ],
  [
    'a gate that depends on none',
    { gates: [{ name: 'a', command: 'b', depends_on: ['build'] }] },
    'gates is a list of 1; allowed: depends_on with names of gates alone',
  ],
  [
    'gates in a circle',
    {
      gates: [
        { name: 'a', command: 'b', depends_on: ['c'] },
        { name: 'c', command: 'd', depends_on: ['a'] },
      ],
    },
    'gates is a list of 2; allowed: depends_on without a circle',
  ],
  [
    'dependencies in a circle',
    {
      efforts: {
        list: [
          { branch: 'e/a', name: 'a', depends_on: ['b'] },
          { branch: 'e/b', name: 'b', depends_on: ['e/a'] },
        ],
      },
    },
    'efforts.list is a list of 2; allowed: depends_on without a circle',
  ],
  [
    'commits without cherry-pick',
    { efforts: { list: [{ branch: 'e/a', commits: ['1234'] }] } },
    'efforts.list[0].commits is a list of 1; allowed: commits only together with strategy: cherry-pick',
  ],
  [
    'an unknown placeholder',
    { naming: { integration_branch: 'x/<what>' } },
    'naming.integration_branch is "x/<what>"; allowed: a branch name with any of <P>, <W>, <session> in it',
  ],
  [
    'push without commit',
    { checkpoints: { push: true } },
    'checkpoints.push is true; allowed: push only together with commit: true',
  ],
  [
    'a policy about nothing',
    { conflicts: { policies: [{ resolve: 'ask' }] } },
    'conflicts.policies[0] is a mapping; allowed: a class, a path or both',
  ],
])('%s is refused with what is there and what is allowed', (_what, raw, sentence) => {
  expect(sentencesOf(raw)).toEqual([sentence]);
});

test('everything that is wrong is said at once', () => {
  expect(sentencesOf({ targt: 1, baseline: 'maybe', gates: [{ name: '' }] })).toHaveLength(4);
});

test('the integration branch is named by its template', () => {
  const session = 'wave3-20261121-101500' as SessionId;
  const named = (naming: object) => integrationBranchName(settingsOf({ naming }), session);

  expect(named({ phase: 2, wave: 3 })).toBe('phase2/wave3-integration');
  expect(named({ integration_branch: 'integration/<session>' })).toBe('integration/wave3-20261121-101500');
});

test('every key has a path from the JSON Schema, and every leaf its kind', () => {
  const schema = fileJsonSchema();

  expect(keysAt(schema, ['gates', 0])).toContain('timeout_sec');
  expect(leavesOf(schema)).toContainEqual({
    path: ['limits', 'integration_lines'],
    kind: 'number',
    nullable: true,
  });
});

test('the published JSON Schemas are those that the schemas give, with the short form of efforts', () => {
  const published = readFileSync('schema/intorch.schema.json', 'utf8');
  const printed: Record<string, string> = JSON.parse(
    execFileSync(process.execPath, ['scripts/write-config-schema.mjs', '--print'], { encoding: 'utf8' }),
  );
  const efforts = (JSON.parse(published) as JsonSchema).properties?.['efforts'];

  expect(Object.keys(printed)).toEqual(['intorch.schema.json', 'pipeline.schema.json']);
  for (const [name, text] of Object.entries(printed))
    expect(readFileSync(`schema/${name}`, 'utf8')).toBe(text);
  expect(efforts?.anyOf?.map((form) => form.type)).toEqual(['object', 'array']);
});
