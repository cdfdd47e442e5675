import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Instant, RefName } from '../../../src/domain/shared/ids.ts';
import { makeRepository, type TestRepository } from '../../support/repository.ts';
import { makeShape } from '../../support/shapes.ts';
import { configure, historyOf, objectsOf, operatorEnv, program } from './tools.ts';

/** Uses everything there is: merges, writes, moves refs, and asks history. */
async function useAll(repo: TestRepository, env = operatorEnv(), lines: string[] = []): Promise<void> {
  const objects = objectsOf(repo, { env, onCommand: (line) => lines.push(line) });
  const history = historyOf(repo, (line) => lines.push(line));
  const [onto, incoming] = [await repo.tip('effort/one'), await repo.tip('effort/two')];
  await objects.merge({ onto, incoming, attributes_from: onto });
  await objects.pick({ onto, commit: incoming, attributes_from: onto });
  await objects.forecast([{ onto, incoming }], onto);
  const blobs = await objects.writeBlobs(['a\n', 'b\n']);
  await objects.readBlobs(blobs);
  const changes = blobs.map((blob, index) => ({ path: `new-${index}`, entry: { mode: '100644', blob } }));
  const tree = await objects.writeTree(await objects.treeOf(onto), changes);
  const at = '2026-11-21T10:15:00.000Z' as Instant;
  const commit = await objects.writeCommit({
    tree,
    parents: [onto],
    message: 'x',
    identity: { name: 'a', email: 'b' },
    at,
  });
  const ref = 'refs/heads/made' as RefName;
  await objects.updateRefs([{ ref, to: commit, expected: null }]);
  await objects.pathsWithMarkers(tree, ['src/a.ts']);
  await objects.listFiles(tree);
  await objects.mergeFile({
    base: '',
    current: 'a\n',
    incoming: 'b\n',
    labels: ['a', 'b', 'c'],
    marker_size: 7,
  });
  await history.repository();
  await history.identity();
  await history.refs(['refs/heads/', 'refs/remotes/']);
  await history.worktrees();
  await history.branchHistory(incoming, onto);
  await history.commitsBetween(onto, incoming);
  await history.firstParentLine(onto, commit);
  await history.isSquashedInto(incoming, onto);
  await history.changedPaths(onto, incoming);
  await history.pathsMentioning(tree, ['a'], ['.ts']);
  await objects.updateRefs([{ ref, to: null, expected: commit }]);
}

/** Digest of every file of the checkout and of the git directory, but for objects and what is under `intorch/`. */
async function fingerprint(repo: TestRepository): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(repo.dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(repo.dir.length + 1);
    if (!entry.isFile() || /^\.git\/(objects|intorch)\//.test(path)) continue;
    const digest = createHash('sha256')
      .update(await readFile(join(repo.dir, path)))
      .digest('hex');
    found.push(`${path} ${digest} ${(await stat(join(repo.dir, path))).mtimeMs}`);
  }
  return found.sort();
}

test("the operator's HEAD, index, stash, files and settings are byte for byte as before", async () => {
  const repo = await makeShape('content_conflict');
  await writeFile(join(repo.dir, 'src/a.ts'), 'stashed\n');
  await repo.git('stash', '--quiet');
  await writeFile(join(repo.dir, 'src/a.ts'), 'not committed\n');
  await writeFile(join(repo.dir, 'staged.txt'), 'staged\n');
  await repo.git('add', 'staged.txt');
  await utimes(join(repo.dir, 'staged.txt'), 1, 1); // git would write this into the index, if it might
  const before = await fingerprint(repo);

  await useAll(repo);
  await historyOf(repo).fastForward(repo.dir, await repo.tip('effort/one'));

  expect(await fingerprint(repo)).toEqual(before);
});

test('doing it all twice adds no object that was not there the first time', async () => {
  const repo = await makeShape('content_conflict');
  await useAll(repo);
  const first = await repo.objects();

  await useAll(repo);

  expect(await repo.objects()).toEqual(first);
});

test.each(['', '.husky', 'ABSOLUTE'])('no hook runs, wherever hooks are said to be: %j', async (place) => {
  const repo = await makeShape('content_conflict');
  const marker = join(repo.gitDir, 'hook-ran');
  const events = [
    'reference-transaction',
    'post-index-change',
    'pre-push',
    'post-checkout',
    'pre-merge-commit',
    'post-merge',
    'post-commit',
    'pre-auto-gc',
  ];
  for (const folder of [join(repo.gitDir, 'hooks'), join(repo.dir, '.husky'), join(repo.gitDir, '.husky')]) {
    await mkdir(folder, { recursive: true });
    for (const event of events) {
      await writeFile(join(folder, event), `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    }
  }
  const folder = place === 'ABSOLUTE' ? join(repo.dir, '.husky') : place;
  if (place !== '') await configure(repo, `[core]\n\thooksPath = ${folder}`);
  await configure(
    repo,
    events
      .map((event) => `[hook "lint.my ${event}"]\n\tcommand = touch '${marker}'\n\tevent = ${event}`)
      .join('\n'),
  );

  await useAll(repo);
  await historyOf(repo).fastForward(repo.dir, await repo.tip('effort/one'));

  await expect(stat(marker)).rejects.toThrow();
});

test('no program of the repository or of the environment runs', async () => {
  const repo = await makeShape('content_conflict');
  const trap = await program(repo, 'trap', 'touch "$0.sprung"');
  await configure(
    repo,
    `[core]\n\tfsmonitor = ${trap}\n\tpager = ${trap}\n\teditor = ${trap}\n\tsshCommand = ${trap}\n` +
      `[diff]\n\texternal = ${trap}\n[diff "t"]\n\ttextconv = ${trap}\n[filter "t"]\n\tclean = ${trap}\n\tsmudge = ${trap}\n` +
      `[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = ${trap}\n[pager]\n\tlog = ${trap}\n[merge]\n\trenormalize = true`,
  );
  await mkdir(join(repo.gitDir, 'info'), { recursive: true });
  await writeFile(join(repo.gitDir, 'info/attributes'), '* diff=t filter=t\n');

  await useAll(repo, {
    ...operatorEnv(),
    PAGER: trap,
    GIT_PAGER: trap,
    EDITOR: trap,
    GIT_EXTERNAL_DIFF: trap,
    GIT_ASKPASS: trap,
  });

  await expect(stat(`${trap}.sprung`)).rejects.toThrow();
});

test("variables of the operator's shell do not lead our git astray", async () => {
  const repo = await makeShape('content_conflict');
  const other = await makeRepository({ main: [{ other: 'x\n' }] });
  const before = await fingerprint(other);

  await useAll(repo, {
    ...operatorEnv(),
    GIT_DIR: other.gitDir,
    GIT_WORK_TREE: other.dir,
    GIT_INDEX_FILE: join(other.gitDir, 'index'),
    GIT_OBJECT_DIRECTORY: join(other.gitDir, 'objects'),
    GIT_COMMON_DIR: other.gitDir,
    GIT_NAMESPACE: 'elsewhere',
    GIT_CONFIG_PARAMETERS: "'core.bare=true'",
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.bare',
    GIT_CONFIG_VALUE_0: 'nonsense',
    GIT_REPLACE_REF_BASE: 'refs/heads/',
    GIT_TRACE: join(other.dir, 'trace'),
  });

  expect(await fingerprint(other)).toEqual(before);
  expect(await other.objects()).toHaveLength(3);
});

test('every command is told, as people would type it', async () => {
  const repo = await makeShape('content_conflict');
  const lines: string[] = [];

  await useAll(repo, operatorEnv(), lines);

  const [onto, incoming] = [await repo.tip('effort/one'), await repo.tip('effort/two')];
  expect(lines).toContain(`git merge-tree --write-tree -z --messages ${onto} ${incoming}`);
  expect(lines).toContain('git update-ref -m intorch --stdin -z');
  expect(lines.filter((line) => !line.startsWith('git '))).toEqual([]);
});

test('a missing git, and a folder that cannot be made, are said as what they are', async () => {
  const repo = await makeShape('two_clean');
  const scratch_dir = join(repo.dir, 'README.md', 'scratch');

  await expect(objectsOf(repo, { env: { PATH: '/nonexistent' } }).writeBlobs(['x'])).rejects.toMatchObject({
    code: 'GIT_MISSING',
  });
  await expect(objectsOf(repo, { scratch_dir }).writeBlobs(['x', 'y'])).rejects.toMatchObject({
    code: 'STATE_UNWRITABLE',
    message: expect.stringContaining(`Cannot write ${scratch_dir}: `),
  });
});
