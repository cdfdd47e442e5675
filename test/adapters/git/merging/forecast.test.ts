import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { objectContext } from '../../../../src/adapters/git/git-objects.ts';
import { forecaster } from '../../../../src/adapters/git/merging/forecast.ts';
import { memoryFolder } from '../../../../src/adapters/git/process/memory-folder.ts';
import type { Sha } from '../../../../src/domain/shared/ids.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../../../support/repository.ts';
import { makeShape } from '../../../support/shapes.ts';
import { objectsOf, operatorEnv, program } from '../tools.ts';

async function pairs(repo: TestRepository, ...names: readonly (readonly [string, string])[]) {
  return Promise.all(
    names.map(async ([onto, incoming]) => ({
      onto: await repo.tip(onto),
      incoming: await repo.tip(incoming),
    })),
  );
}

test('every pair is foretold, in the order asked, and nothing is left in the repository', async () => {
  const repo = await makeShape('content_conflict');
  const before = await repo.objects();
  const asked = await pairs(
    repo,
    ['main', 'effort/one'],
    ['effort/one', 'effort/two'],
    ['main', 'effort/two'],
    ['effort/one', 'effort/two'],
  );

  const foretold = await objectsOf(repo).forecast(asked, await repo.tip('main'));

  expect(foretold).toEqual([
    { conflicted: [], failed: null },
    { conflicted: ['src/a.ts'], failed: null },
    { conflicted: [], failed: null },
    { conflicted: ['src/a.ts'], failed: null },
  ]);
  expect(await repo.objects()).toEqual(before);
  expect(
    (await readdir(join(repo.gitDir, 'intorch/scratch'))).filter((name) => name.startsWith('objects')),
  ).toEqual([]);
});

test('no pairs need no git', async () => {
  const repo = await makeShape('two_clean');
  const lines: string[] = [];

  expect(
    await objectsOf(repo, { onCommand: (line) => lines.push(line) }).forecast([], await repo.tip('main')),
  ).toEqual([]);
  expect(lines).toEqual([]);
});

test('pairs that cannot be merged say why and do not end the others, wherever they stand', async () => {
  const repo = await makeRepository({
    main: [{ a: 'a\n' }],
    one: { from: 'main', commits: [{ a: 'one\n' }] },
    two: { from: 'main', commits: [{ a: 'two\n' }] },
    stranger: [{ a: 'stranger\n' }],
  });
  const gone = 'f'.repeat(40) as Sha;
  const good = ['one', 'two'] as const;
  const bad = ['main', 'stranger'] as const;
  const asked = [...(await pairs(repo, bad, good, bad, bad, good)), { onto: gone, incoming: gone }];

  const foretold = await objectsOf(repo).forecast(asked, await repo.tip('main'));

  const unrelated = { conflicted: [], failed: 'refusing to merge unrelated histories' };
  const conflict = { conflicted: ['a'], failed: null };
  expect(foretold.slice(0, 5)).toEqual([unrelated, conflict, unrelated, unrelated, conflict]);
  expect(foretold[5]?.failed).toMatch(/not something we can merge|could not parse|bad object/);
});

test('a git without batches gives the same forecast', async () => {
  const repo = await makeShape('every_kind');
  const env = operatorEnv();
  const { git, scratch, attributes, changes, forecasts } = objectContext({
    git_dir: repo.gitDir,
    trusted_drivers: [],
    env,
  });
  const each = forecaster(git, repo.gitDir, scratch, {
    attributes,
    changes,
    batches: async () => false,
    own_objects: [],
  });
  const kinds = [
    'content',
    'add_add',
    'modify_delete',
    'rename_delete',
    'rename_rename',
    'directory_file',
    'mode',
    'binary',
  ];
  const asked = await pairs(repo, ...kinds.map((kind) => ['main', `effort/${kind}`] as const));
  const main = await repo.tip('main');

  const foretold = await forecasts.merges(asked, main);

  expect(foretold.every(({ conflicted, tree }) => conflicted.length > 0 && tree !== null)).toBe(true);
  expect(await each.merges(asked, main)).toEqual(foretold);
});

test("the forecast obeys the target's attributes, and hostile names survive in it", async () => {
  const names = ['line\nfeed', '"caf\\351"', '-x'];
  const all = (text: string) => Object.fromEntries([...names, 'log'].map((name) => [name, text]));
  const repo = await makeRepository(
    {
      main: [{ ...all('1\n'), '.gitattributes': 'log merge=union\n' }],
      one: { from: 'main', commits: [all('1\none\n')] },
      two: { from: 'main', commits: [all('1\ntwo\n')] },
    },
    { checkout: false },
  );

  const [foretold] = await objectsOf(repo).forecast(
    await pairs(repo, ['one', 'two']),
    await repo.tip('main'),
  );

  expect([...(foretold?.conflicted ?? [])].sort()).toEqual([...names].sort());
});

test('a folder with a colon in its name can hold the repository', async () => {
  const repo = await makeShape('content_conflict');
  await repo.git('clone', '--quiet', '--bare', '.', 'with:colon "and" quotes');
  const git_dir = join(repo.dir, 'with:colon "and" quotes');

  const foretold = await objectsOf({ ...repo, gitDir: git_dir }).forecast(
    await pairs(repo, ['effort/one', 'effort/two']),
    await repo.tip('main'),
  );

  expect(foretold).toEqual([{ conflicted: ['src/a.ts'], failed: null }]);
});

/** A git whose merges find no room where the objects go into a folder of this name. */
async function narrowGit(folder: string) {
  const full = 'echo "fatal: unable to write object: No space left on device" >&2; exit 128';
  const [gitDir, path] = [await temporaryFolder(), process.env['PATH']];
  const text = `case "$*:$GIT_OBJECT_DIRECTORY" in *merge-tree*${folder}*) ${full};; esac\nPATH="${path}" exec git "$@"`;
  await program({ gitDir }, 'git', text);
  return { ...operatorEnv(), PATH: `${gitDir}:${path}` };
}

test.runIf((await memoryFolder().then(removed)) !== null)(
  'memory that runs out is no fault of the pairs',
  async () => {
    const repo = await makeShape('content_conflict');
    const asked = await pairs(repo, ['main', 'effort/one'], ['effort/one', 'effort/two']);
    const env = await narrowGit('/dev/shm');

    const foretold = await objectsOf(repo, { env }).forecast(asked, await repo.tip('main'));

    expect(foretold.map(({ conflicted }) => conflicted)).toEqual([[], ['src/a.ts']]);
  },
);

test('a full disk is said, and blamed on no pair', async () => {
  const repo = await makeShape('content_conflict');
  const asked = await pairs(repo, ['main', 'effort/one'], ['effort/one', 'effort/two']);
  const env = await narrowGit('');

  await expect(objectsOf(repo, { env }).forecast(asked, await repo.tip('main'))).rejects.toMatchObject({
    code: 'STATE_UNWRITABLE',
    message: 'Git cannot write: No space left on device',
  });
});

async function removed(folder: string | null): Promise<string | null> {
  if (folder !== null) await rm(folder, { recursive: true });
  return folder;
}
