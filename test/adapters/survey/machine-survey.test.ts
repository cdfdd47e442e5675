import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { surveyMachine } from '../../../src/adapters/survey/machine-survey.ts';
import { makeRepository } from '../../support/repository.ts';

test('a plain repository has nothing unusual', async () => {
  const { dir, gitDir } = await makeRepository({ main: [{ a: '1\n' }] });
  const facts = await surveyMachine(dir, '/nowhere/copies');

  expect(facts.git_version).toMatch(/^git version \d/);
  expect(facts.sqlite_version).toMatch(/^3\./);
  expect(facts.state).toMatchObject({ path: gitDir, unwritable: null, network: null });
  expect(facts.state.free_bytes).toBeGreaterThan(0);
  expect(facts.repository).toMatchObject({
    top_level: dir,
    common_dir: gitDir,
    shallow: false,
    partial: false,
    submodules: false,
    signing: false,
  });
});

test('filters, merge drivers, signing and submodules are found', async () => {
  const { dir, git } = await makeRepository({
    main: [{ a: '1\n', module: { mode: '160000', text: '1'.repeat(40) } }],
  });
  for (const [key, value] of [
    ['filter.lfs.smudge', 'git-lfs smudge'],
    ['filter.lfs.clean', 'x'],
    ['merge.npm.driver', 'npx npm-merge-driver'],
    ['commit.gpgsign', 'true'],
    ['user.name', 'N'],
    ['user.email', 'n@example.org'],
  ] as const) {
    await git('config', key, value);
  }
  const { repository } = await surveyMachine(dir, '/nowhere/copies');

  expect(repository).toMatchObject({
    drivers: ['filter.lfs', 'merge.npm'],
    signing: true,
    submodules: true,
    identity: true,
  });
});

test('a shallow and partial clone is recognised', async () => {
  const { dir } = await makeRepository({ main: [{ a: '1\n' }, { a: '2\n' }] });
  const clone = await mkdtemp(join(tmpdir(), 'intorch-clone-'));
  onTestFinished(() => rm(clone, { recursive: true }));
  execFileSync('git', ['-C', dir, 'config', 'uploadpack.allowFilter', 'true']);
  execFileSync('git', ['clone', '-q', '--depth=1', '--filter=blob:none', `file://${dir}`, clone], {
    stdio: 'ignore',
  });

  expect((await surveyMachine(clone, clone)).repository).toMatchObject({ shallow: true, partial: true });
});

test('a folder in no repository, and a bare one', async () => {
  const { dir } = await makeRepository({ main: [{ a: '1\n' }] }, { bare: true });

  expect((await surveyMachine('/', '/')).repository).toBeNull();
  expect((await surveyMachine(dir, '/nowhere/copies')).repository).toMatchObject({
    top_level: null,
    common_dir: dir,
  });
});

test('a file in the place of a folder cannot be written to', async () => {
  const { dir } = await makeRepository({ main: [{ a: '1\n' }] });

  const { copies } = await surveyMachine(dir, join(dir, 'a', 'copies'));

  expect(copies.unwritable).toBe(`${join(dir, 'a')} is not a folder`);
});
