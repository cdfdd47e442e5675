import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { described } from './fast-import.ts';
import { makeRepository } from './repository.ts';
import { makeShape } from './shapes.ts';

test('a world becomes commits on branches, with main checked out and nothing to report', async () => {
  const repo = await makeRepository({
    main: [{ 'a.txt': 'one\n', 'run.sh': { mode: '100755', text: '#!/bin/sh\n' } }, { 'a.txt': 'two\n' }],
    'effort/one': { from: 'main', commits: [{ 'a.txt': null, 'dir/b "c".txt': 'b\n' }] },
  });

  expect(await repo.git('log', '--format=%s|%an|%aI', 'main')).toBe(
    'main: change a.txt|Ada Author|2026-01-05T09:01:00+00:00\n' +
      'main: change a.txt, run.sh|Ada Author|2026-01-05T09:00:00+00:00',
  );
  expect(await repo.git('ls-tree', '-rz', '--name-only', 'effort/one')).toBe('dir/b "c".txt\0run.sh\0');
  expect(await repo.git('status', '--porcelain', '--branch')).toBe('## main');
  expect(readFileSync(join(repo.dir, 'a.txt'), 'utf8')).toBe('two\n');
});

test('the same world has the same object names', async () => {
  const world = { main: [{ 'a.txt': 'one\n' }] };
  const [one, two] = [await makeRepository(world), await makeRepository(world, { bare: true })];

  expect(await one.tip('main')).toBe(await two.tip('main'));
  expect(await one.tip('main')).toBe('a5e103a0eed93c48a10087501d54695e83c2e4af');
});

test('commits are added later, with merges, dates and messages of their own', async () => {
  const repo = await makeShape('two_clean');

  const tip = await repo.commit(
    'main',
    {},
    { merges: ['effort/one'], message: 'join\n', date: 1_800_000_000 },
  );

  expect(await repo.git('log', '-1', '--format=%s|%ct|%P', tip)).toBe(
    `join|1800000000|${await repo.tip('main^1')} ${await repo.tip('effort/one')}`,
  );
});

test('a repository can be bare, and can name its objects by SHA-256', async () => {
  const repo = await makeRepository(
    { main: [described({ 'a.txt': 'one\n' }, { author: 'Eve <eve@example.org>' })] },
    { bare: true, object_format: 'sha256' },
  );

  expect(await repo.tip('main')).toHaveLength(64);
  expect(await repo.git('rev-parse', '--is-bare-repository')).toBe('true');
  expect(await repo.git('log', '--format=%an', 'main')).toBe('Eve');
});

test('copies of a shape are independent of each other', async () => {
  const [one, two] = [await makeShape('every_kind'), await makeShape('every_kind')];

  await one.commit('main', { 'new.txt': 'x' });

  expect(await two.git('ls-tree', '--name-only', 'main', 'new.txt')).toBe('');
  expect(await two.git('status', '--porcelain')).toBe('');
  expect(readdirSync(two.dir)).toContain('picture.bin');
});
