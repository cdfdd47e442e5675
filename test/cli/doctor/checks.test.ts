import { expect, test } from 'vitest';
import { meetsVersion } from '../../../src/cli/doctor/check.ts';
import { machineChecks } from '../../../src/cli/doctor/machine-checks.ts';
import { repositoryChecks } from '../../../src/cli/doctor/repository-checks.ts';
import { terminalCheck } from '../../../src/cli/doctor/terminal-checks.ts';
import type { PlaceFacts } from '../../../src/ports/machine.ts';
import { fine, plainRepository, somePlace } from '../../support/doctor.ts';

const machine = (facts: Partial<typeof fine>) =>
  Object.fromEntries(
    machineChecks({ ...fine, ...facts }).map((check) => [check.name, `${check.verdict}: ${check.says}`]),
  );
const repository = (facts: Partial<typeof plainRepository>) =>
  repositoryChecks({ ...plainRepository, ...facts }).map((check) => `${check.verdict} ${check.name}`);

test('a machine as it should be has nothing to do', () => {
  expect(machine({})).toEqual({
    git: 'ok: 2.47.1',
    node: 'ok: 24.21.0',
    sqlite: 'ok: 3.51.3, write-ahead log',
    state: 'ok: /repo/.git: 20 GiB free',
    copies: 'ok: workspaces in /cache/repo: 20 GiB free',
  });
});

test.each([
  [null, 'fail: git is missing'],
  ['git version 2.37.9', 'fail: 2.37.9 cannot merge in memory'],
  ['git version 2.39.2 (Apple Git-143)', 'warn: 2.39.2 (Apple Git-143): security advisories'],
  ['git version 2.39.5', 'ok: 2.39.5'],
  ['git version 3.0.0', 'ok: 3.0.0'],
])('git that says %s is judged', (git_version, says) => {
  expect(machine({ git_version })['git']).toContain(says);
});

test('an older SQLite falls back to the rollback journal, and says so', () => {
  expect(machine({ sqlite_version: '3.46.1' })['sqlite']).toBe(
    'ok: 3.46.1, rollback journal: its write-ahead log can lose writes',
  );
});

test('a full disk is a problem, an unknown one is not', () => {
  const mebibyte = 1024 * 1024;

  const says = (facts: Partial<PlaceFacts>) => machine({ copies: somePlace('/c', facts) })['copies'];

  expect(says({ free_bytes: 50 * mebibyte })).toBe('fail: workspaces in /c: 50 MiB free');
  expect(says({ free_bytes: 500 * mebibyte })).toBe('warn: workspaces in /c: 500 MiB free');
  expect(says({ free_bytes: null })).toBe('ok: workspaces in /c: free space is not known');
  expect(says({ free_files: 3 })).toBe('fail: workspaces in /c: 20 GiB free, but room for only 3 more files');
});

test('a folder that cannot be written is a problem, one on a network is doubtful', () => {
  const says = (facts: Partial<PlaceFacts>) => machine({ state: somePlace('/r', facts) })['state'];

  expect(says({ unwritable: '/r: the file system is read-only' })).toBe(
    'fail: cannot be written: /r: the file system is read-only',
  );
  expect(says({ network: 'nfs4' })).toMatch(/^warn: \/r: 20 GiB free; on a network file system \(nfs4\)/);
});

test('an old Node is a problem', () => {
  expect(machine({ node_version: '22.17.1' })['node']).toBe('fail: 22.17.1 is too old');
});

test('everything unusual about a repository is said', () => {
  expect(repository({})).toEqual(['ok repository']);
  expect(
    repository({
      shallow: true,
      partial: true,
      submodules: true,
      drivers: ['filter.lfs'],
      signing: true,
      identity: false,
    }),
  ).toEqual([
    'ok repository',
    'warn history',
    'warn objects',
    'warn submodules',
    'warn drivers',
    'ok signing',
    'warn identity',
  ]);
  expect(repositoryChecks(null)[0]).toMatchObject({
    verdict: 'fail',
    says: 'this folder is in no git repository',
  });
});

test('a terminal that cannot draw is said', () => {
  const terminal = { interactive: true, columns: 120, rows: 40, env: { LANG: 'C.UTF-8' } };

  expect(terminalCheck(terminal)).toMatchObject({ verdict: 'ok', says: '120x40, UTF-8' });
  expect(terminalCheck({ ...terminal, env: {} }).says).toContain('plain glyphs');
  expect(terminalCheck({ ...terminal, env: { TERM: 'dumb' } }).verdict).toBe('warn');
  expect(terminalCheck({ ...terminal, columns: 40 }).verdict).toBe('warn');
  expect(terminalCheck({ ...terminal, interactive: false })).toMatchObject({ verdict: 'ok', remedy: null });
});

test('versions are compared part by part', () => {
  expect([
    meetsVersion('2.38', [2, 38, 0]),
    meetsVersion('2.100.0', [2, 38, 4]),
    meetsVersion('2.38.3', [2, 38, 4]),
  ]).toEqual([true, true, false]);
});
