/** Programs that stay open for many questions: what they say is what a program started for the question says, with or without them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { objectContext } from '../../../src/adapters/git/git-objects.ts';
import { merger, type Staying } from '../../../src/adapters/git/merging/merge.ts';
import { paddingIn } from '../../../src/adapters/git/merging/padding.ts';
import { readingFrom } from '../../../src/adapters/git/process/object-folders.ts';
import { isAtLeast, parseVersion } from '../../../src/adapters/git/process/version.ts';
import type { BranchName, Instant, RefName, Sha } from '../../../src/domain/shared/ids.ts';
import type { CommitRequest } from '../../../src/ports/git.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../../support/repository.ts';
import { makeShape } from '../../support/shapes.ts';
import { historyOf, objectsOf, operatorEnv } from './tools.ts';

const VERSION = parseVersion(execFileSync('git', ['version'], { encoding: 'utf8' })) ?? [0, 0, 0];
const KINDS = [
  'content',
  'submodule',
  'add_add',
  'modify_delete',
  'rename_delete',
  'rename_rename',
  'directory_file',
];
const at = '2026-11-21T10:15:00.000Z' as Instant;
const identity = { name: ' Ada "the first" Author', email: '<ada@example.org>' };

/** A git that leaves its process number behind, and what kills every one of them at once, as a machine short of memory does. */
async function mortal(repo: TestRepository) {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const numbers = join(repo.gitDir, 'numbers');
  const folder = await temporaryFolder();
  const script = `#!/bin/sh\necho $$ >>'${numbers}'\nexec '${real}' "$@"\n`;
  await writeFile(join(folder, 'git'), script, { mode: 0o755 });
  const env = { ...operatorEnv(), PATH: `${folder}:${operatorEnv()['PATH']}` };
  const kill = () => {
    let killed = 0;
    for (const pid of readFileSync(numbers, 'utf8').trim().split('\n')) {
      try {
        process.kill(Number(pid), 'SIGKILL');
        killed += 1;
      } catch {
        // It came to its own end.
      }
    }
    return killed;
  };
  return { env, kill };
}

describe('objects', () => {
  test('that other processes write, or pack away, later are seen', async () => {
    const repo = await makeShape('two_clean');
    const objects = objectsOf(repo);
    const later = 'ce013625030ba8dba906f756967f9e9ca394464a' as Sha;
    await expect(objects.readBlobs([later])).rejects.toThrow('There is no blob');

    await repo.gitWithInput('hello\n', 'hash-object', '-w', '--stdin');
    expect((await objects.readBlobs([later])).get(later)).toBe('hello\n');

    await repo.git('repack', '-adq');
    const main = await repo.tip('main');
    expect(await objects.treeOf(main)).toBe(await repo.git('rev-parse', 'main^{tree}'));
  });

  test('are read and written although git is killed each time', async () => {
    const repo = await makeShape('two_clean');
    const { env, kill } = await mortal(repo);
    const objects = objectsOf(repo, { env });
    const main = await repo.tip('main');
    const [first] = await objects.writeBlobs(['first\n']);
    expect((await objects.readEntries(main, ['src/a.ts', 'none'])).size).toBe(1);

    for (let time = 0; time < 5; time += 1) {
      if (time < 3) expect(kill()).toBeGreaterThan(0);
      else kill();
      const [blob] = await objects.writeBlobs([`${time}\n`]);
      kill();
      expect((await objects.readBlobs([blob as Sha])).get(blob as Sha)).toBe(`${time}\n`);
    }
    expect((await objects.readBlobs([first as Sha])).get(first as Sha)).toBe('first\n');
  });

  test('of many at once come as the right ones, the large with the small', async () => {
    const repo = await makeRepository();
    const objects = objectsOf(repo);
    const texts = Array.from({ length: 60 }, (_, index) =>
      `${index}\n`.repeat(1 + ((index * 7919) % 40_000)),
    );
    const blobs = await objects.writeBlobs(texts);

    const read = await Promise.all(blobs.map(async (blob) => (await objects.readBlobs([blob])).get(blob)));

    expect(read).toEqual(texts);
  });
});

describe('commits', () => {
  async function requestIn(repo: TestRepository): Promise<CommitRequest> {
    const parents = [await repo.tip('effort/one'), await repo.tip('effort/two')];
    const tree = (await repo.git('rev-parse', 'main^{tree}')) as Sha;
    return { tree, parents, message: 'Merge ü\n\nbody \n\n\n', identity, at };
  }

  test('are byte for byte what git itself would write', async () => {
    const repo = await makeShape('two_clean');
    const request = await requestIn(repo);

    const commit = await objectsOf(repo).writeCommit(request);

    const date = `@${Date.parse(at) / 1000} +0000`;
    const who = ['-c', `user.name=${identity.name}`, '-c', `user.email=${identity.email}`];
    const parents = request.parents.flatMap((parent) => ['-p', parent]);
    const plain = execFileSync(
      'git',
      [...who, 'commit-tree', request.tree, ...parents, '-m', 'Merge ü', '-m', 'body'],
      {
        cwd: repo.dir,
        env: { ...operatorEnv(), GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
        encoding: 'utf8',
      },
    );
    expect(await repo.git('cat-file', 'commit', commit)).toBe(
      await repo.git('cat-file', 'commit', plain.trim()),
    );
    expect(commit).toBe(plain.trim());
  });

  test('are the same although git is killed meanwhile', async () => {
    const repo = await makeShape('two_clean');
    const request = await requestIn(repo);
    const { env, kill } = await mortal(repo);
    const objects = objectsOf(repo, { env });
    const [plain, again] = [await objects.writeCommit(request), { ...request, message: 'again' }];
    kill();

    const there = await Promise.all([objects.writeCommit(request), objects.writeCommit(again)]);

    expect(there).toEqual([plain, await objectsOf(repo).writeCommit(again)]);
  });

  test('are not written for a tree that is not there', async () => {
    const repo = await makeShape('two_clean');
    const request = await requestIn(repo);
    const objects = objectsOf(repo);

    for (const tree of ['e'.repeat(40) as Sha, request.parents[0] as Sha])
      await expect(objects.writeCommit({ ...request, tree })).rejects.toMatchObject({
        code: 'OBJECT_MISSING',
      });
  });
});

describe('refs', () => {
  const ref = 'refs/intorch/made' as RefName;

  test.each(['stays', 'is killed each time'])('are moved and looked at by a git that %s', async (how) => {
    const repo = await makeShape('two_clean');
    const { env, kill } = await mortal(repo);
    const plain = objectsOf(repo, { env });
    const inBetween =
      <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
      (...args: Args) => {
        if (how !== 'stays') kill();
        return work(...args);
      };
    await plain.refsAre([{ ref, at: null }]);
    const objects = { updateRefs: inBetween(plain.updateRefs), refsAre: inBetween(plain.refsAre) };
    const [one, two] = [await repo.tip('effort/one'), await repo.tip('effort/two')];

    expect(await objects.refsAre([{ ref, at: null }])).toBe(true);
    await objects.updateRefs([{ ref, to: one, expected: null }]);
    expect(await objects.refsAre([{ ref, at: one }])).toBe(true);
    await expect(objects.updateRefs([{ ref, to: two, expected: null }])).rejects.toMatchObject({
      code: 'REF_MOVED',
    });
    expect(await objects.refsAre([{ ref, at: two }])).toBe(false);
    expect(await objects.refsAre([{ ref, at: null }])).toBe(false);

    await repo.git('update-ref', ref, two);
    expect(await objects.refsAre([{ ref, at: two }])).toBe(true);
    await objects.updateRefs([{ ref, to: null, expected: two }]);
    expect(await repo.git('for-each-ref', ref)).toBe('');
    await plain.close();
  });

  test('a checkout of a branch is found wherever it is, and a bare repository has none', async () => {
    const repo = await makeShape('two_clean');
    const history = historyOf(repo);
    const one = 'effort/one' as BranchName;
    expect(await history.checkoutOf(one)).toBe(null);
    expect(await history.checkoutOf('main' as BranchName)).toBe(repo.dir);

    await repo.git('worktree', 'add', '-q', 'elsewhere', one);

    expect(await history.checkoutOf(one)).toBe(join(repo.dir, 'elsewhere'));
    const bare = await makeRepository({ main: [{ a: '1' }] }, { bare: true });
    expect(await historyOf(bare).checkoutOf('main' as BranchName)).toBe(null);
  });
});

describe('merges', () => {
  test('come out the same from one git for all as from one for each, with padding or without', async () => {
    const repo = await makeShape('every_kind');
    const { git, attributes, scratch } = objectContext({
      git_dir: repo.gitDir,
      trusted_drivers: [],
      env: operatorEnv(),
    });
    const main = await repo.tip('main');
    const tips = await Promise.all(KINDS.map((kind) => repo.tip(`effort/${kind}`)));
    const pairs = [main, ...tips].flatMap((onto) =>
      tips.map((incoming) => ({ onto, incoming, attributes_from: main })),
    );
    const gone = { onto: main, incoming: 'f'.repeat(40) as Sha, attributes_from: main };
    const padding = await paddingIn(scratch, 40);
    const padded: Staying = { padding, env: readingFrom(padding.folder) };
    const plain = merger(git, attributes, async () => null);
    const ways = isAtLeast(VERSION, [2, 49, 0]) ? [padded, { padding: null, env: {} }] : [padded];

    for (const way of ways) {
      const staying = merger(git, attributes, async () => way);
      const [all, failed] = await Promise.all([
        Promise.all(pairs.map(staying)),
        staying(gone).catch(() => 'failed'),
      ]);

      expect(failed).toBe('failed');
      for (const [index, pair] of pairs.entries()) expect(all[index]).toEqual(await plain(pair));
      expect(all.filter(({ conflicted }) => conflicted.length > 0).length).toBe(KINDS.length);
    }
    await git.close();
  });
});
