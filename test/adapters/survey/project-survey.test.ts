import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { surveyProject } from '../../../src/adapters/survey/project-survey.ts';
import { makeRepository } from '../../support/repository.ts';

async function surveyOf(files: Record<string, string>) {
  const repository = await makeRepository({ main: [{ 'README.md': 'x\n', ...files }] });
  return surveyProject(repository.dir, '');
}

test.each([
  ['npm', { 'package.json': '{}', 'package-lock.json': '{}' }, ['npm']],
  ['npm without a lock file', { 'package.json': '{}' }, ['npm']],
  [
    'pnpm beside an old npm lock file',
    { 'package.json': '{}', 'pnpm-lock.yaml': '', 'package-lock.json': '' },
    ['pnpm'],
  ],
  ['yarn', { 'package.json': '{}', 'yarn.lock': '' }, ['yarn']],
  ['modern yarn', { 'package.json': '{}', 'yarn.lock': '', '.yarnrc.yml': '' }, ['yarn-berry']],
  ['bun', { 'package.json': '{}', 'bun.lock': '' }, ['bun']],
  ['bun with its older lock file', { 'package.json': '{}', 'bun.lockb': '' }, ['bun']],
  ['bun by its settings', { 'package.json': '{}', 'bunfig.toml': '' }, ['bun']],
  ['bun by the script for tests', { 'package.json': '{"scripts":{"test":"bun test"}}' }, ['bun']],
  [
    'pnpm by name beside an old lock file',
    { 'package.json': '{"packageManager":"pnpm@9.1.0"}', 'yarn.lock': '' },
    ['pnpm'],
  ],
  ['modern yarn by name', { 'package.json': '{"packageManager":"yarn@4.1.0"}' }, ['yarn-berry']],
  ['yarn by name', { 'package.json': '{"packageManager":"yarn@1.22.19"}', 'yarn.lock': '' }, ['yarn']],
  ['deno', { 'deno.jsonc': '{}' }, ['deno']],
  ['uv', { 'pyproject.toml': '', 'uv.lock': '' }, ['uv']],
  ['poetry', { 'pyproject.toml': '', 'poetry.lock': '' }, ['poetry']],
  ['pip', { 'requirements.txt': 'pytest' }, ['pip']],
  ['cargo and npm', { 'Cargo.toml': '', 'package.json': '{}' }, ['cargo', 'npm']],
  ['gradle', { 'build.gradle.kts': '' }, ['gradle']],
  ['nothing', {}, []],
])('%s is recognised by its files', async (_what, files, managers) => {
  expect([...(await surveyOf(files)).package_managers].sort()).toEqual(managers);
});

test('a package manager whose program is not there is named, unless the repository brings it along', async () => {
  const bin = await mkdtemp(join(tmpdir(), 'intorch-path-'));
  onTestFinished(() => rm(bin, { recursive: true }));
  await writeFile(join(bin, 'cargo'), '', { mode: 0o755 });
  await writeFile(join(bin, 'uv'), '', { mode: 0o644 });
  const { dir } = await makeRepository({
    main: [{ 'Cargo.toml': '', 'uv.lock': '', 'build.gradle': '', gradlew: '', 'go.mod': '' }],
  });

  const survey = await surveyProject(dir, `/nowhere:${bin}`);

  expect([...survey.missing_managers].sort()).toEqual(['go', 'uv']);
});

test('scripts, dependencies, python tools and make targets are read', async () => {
  const survey = await surveyOf({
    'package.json': JSON.stringify({ scripts: { test: 'vitest', odd: 3 }, devDependencies: { vitest: '1' } }),
    'pyproject.toml': '[tool.pytest.ini_options]\n[dependency-groups]\ndev = ["ruff>=0.5"]\n',
    Makefile: 'CC := gcc\n.PHONY: test\ntest: build\n\techo\nbuild:\n\techo\n',
  });

  expect(survey.scripts).toEqual({ test: 'vitest' });
  expect(survey.has_dependencies).toBe(true);
  expect(survey.python_tools).toEqual(['pytest', 'ruff']);
  expect(survey.make_targets).toEqual(['test', 'build']);
});

test('a package.json that is no JSON says nothing', async () => {
  expect(await surveyOf({ 'package.json': '{' })).toMatchObject({ scripts: {}, has_dependencies: false });
});

test('branches, the remote head and linked worktrees are read', async () => {
  const repository = await makeRepository({
    main: [{ a: '1\n' }],
    'effort/one': { from: 'main', commits: [{ b: '1\n' }] },
    'effort/two': { from: 'main', commits: [{ c: '1\n' }] },
  });
  await repository.git('update-ref', 'refs/remotes/origin/trunk', 'main');
  await repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
  await repository.git('worktree', 'add', '-q', `${repository.dir}-linked`, 'effort/two');
  onTestFinished(() => rm(`${repository.dir}-linked`, { recursive: true }));
  const survey = await surveyProject(repository.dir, '');

  expect(survey).toMatchObject({
    branches: ['effort/one', 'effort/two', 'main'],
    current_branch: 'main',
    remote_head: 'trunk',
    worktree_branches: ['effort/two'],
  });
});

test('a folder that is no repository has no branches', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'intorch-survey-'));
  onTestFinished(() => rm(directory, { recursive: true }));

  expect(await surveyProject(directory, '')).toMatchObject({ branches: [], current_branch: null, files: [] });
});
