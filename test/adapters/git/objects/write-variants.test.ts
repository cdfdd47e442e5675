import { describe, expect, it } from 'vitest';
import { gitObjects } from '../../../../src/adapters/git/git-objects.ts';
import type { Sha } from '../../../../src/domain/shared/ids.ts';
import { makeRepository } from '../../../support/repository.ts';

async function open(path: string) {
  const repo = await makeRepository({
    main: [{ [path]: 'old\n', 'a/other.txt': 'x\n', 'z.txt': 'z\n', 'a.b': 'y\n' }],
  });
  const objects = gitObjects({ git_dir: repo.gitDir, trusted_drivers: [] });
  const tree = await objects.treeOf(await repo.tip('main'));
  return { repo, objects, tree };
}

describe('a tree with one file replaced', () => {
  it.each(['a/b/c.txt', 'top.txt', 'a/with space "and" ü.txt'])(
    'is the tree that git makes, for each content of %s',
    async (path) => {
      const { objects, tree } = await open(path);
      const blobs = await objects.writeBlobs(['one\n', 'two\n', 'one\n']);
      const contents = [
        ...blobs.map((blob) => ({ mode: '100644', blob })),
        { mode: '100755', blob: blobs[0] as Sha },
      ];

      const written = await objects.writeVariants(tree, path, contents);

      const expected = await Promise.all(contents.map((entry) => objects.writeTree(tree, [{ path, entry }])));
      expect(written).toEqual(expected);
      expect(new Set(written).size).toBe(3);
    },
  );

  it.each(['new.txt', 'a/new/deep.txt', 'a'])(
    'is right for %s, which is no file of the tree',
    async (path) => {
      const { objects, tree } = await open('a/b/c.txt');
      const [blob] = await objects.writeBlobs(['one\n']);
      const entry = { mode: '100644', blob: blob as Sha };

      expect(await objects.writeVariants(tree, path, [entry])).toEqual([
        await objects.writeTree(tree, [{ path, entry }]),
      ]);
    },
  );

  it('is sound to git', async () => {
    const { repo, objects, tree } = await open('a/b/c.txt');
    const [blob] = await objects.writeBlobs(['one\n']);

    const [written] = await objects.writeVariants(tree, 'a/b/c.txt', [{ mode: '100644', blob: blob as Sha }]);

    expect(await repo.git('ls-tree', '-r', '--name-only', `${written}`)).toBe(
      await repo.git('ls-tree', '-r', '--name-only', tree),
    );
    await expect(repo.git('fsck', '--strict', '--no-dangling')).resolves.toBe('');
  });

  it('is nothing for no content', async () => {
    const { objects, tree } = await open('a/b/c.txt');
    expect(await objects.writeVariants(tree, 'a/b/c.txt', [])).toEqual([]);
  });
});

it('makes a folder of given entries, trees among them', async () => {
  const { repo, objects, tree } = await open('a/b/c.txt');
  const [blob] = await objects.writeBlobs(['one\n']);

  const folder = await objects.writeFolder([
    { name: 'trees', mode: '040000', object: tree },
    { name: 'text', mode: '100644', object: blob as Sha },
  ]);

  expect(await repo.git('ls-tree', '-r', '--name-only', folder)).toMatch(
    /^text\ntrees\/a\.b\ntrees\/a\/b\/c\.txt\n/,
  );
});
