import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Sha } from '../../../../src/domain/shared/ids.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../../../support/repository.ts';
import { objectsOf, operatorEnv, program } from '../tools.ts';

/** Writes other content under the name of a loose object. */
async function swap(repo: TestRepository, name: string, type: string, content: Uint8Array): Promise<void> {
  const file = join(repo.gitDir, 'objects', name.slice(0, 2), name.slice(2));
  await chmod(file, 0o644);
  const header = Buffer.from(`${type} ${content.byteLength}\0`, 'latin1');
  await writeFile(file, deflateSync(Buffer.concat([header, content])));
}

it.each(['sha1', 'sha256'] as const)(
  'finds nothing wrong with what is new and sound (%s)',
  async (object_format) => {
    const repo = await makeRepository(
      {
        main: [{ 'a/b.txt': 'one\n', link: { mode: '120000', text: 'a/b.txt' } }],
        next: { from: 'main', commits: [{ 'a/b.txt': 'two\n' }] },
      },
      { object_format },
    );
    const objects = objectsOf(repo);
    expect(await objects.unsoundObject(await repo.tip('main'), await repo.tip('next'))).toBeNull();
    await repo.git('repack', '-adq');
    expect(await objects.unsoundObject(await repo.tip('main'), await repo.tip('next'))).toBeNull();
    expect(await objects.unsoundObject(await repo.tip('main'), await repo.tip('main'))).toBeNull();
    await objects.close();
  },
);

it('finds content under the name of another, and does not look at what was there before', async () => {
  const repo = await makeRepository({
    main: [{ 'a.txt': 'one\n', 'b.txt': 'old\n' }],
    next: { from: 'main', commits: [{ 'a.txt': 'two\n' }] },
  });
  const [from, to] = [await repo.tip('main'), await repo.tip('next')];
  const objects = objectsOf(repo);
  await swap(repo, await repo.git('rev-parse', 'main:b.txt'), 'blob', Buffer.from('else\n'));
  expect(await objects.unsoundObject(from, to)).toBeNull();
  await swap(repo, await repo.git('rev-parse', 'next:a.txt'), 'blob', Buffer.from('else\n'));
  expect(await objects.unsoundObject(from, to)).toBe('one is not what its name says');
  await objects.close();
});

it('names a tree that has two entries of one name [L11]', async () => {
  const repo = await makeRepository({ main: [{ 'c.txt': 'one\n' }] });
  const blob = Buffer.from(await repo.git('rev-parse', 'main:c.txt'), 'hex');
  const entry = (mode: string) => Buffer.concat([Buffer.from(`${mode} c.txt\0`, 'latin1'), blob]);
  const content = Buffer.concat([entry('100644'), entry('120000')]);
  const tree = await repo.gitWithInput(content, 'hash-object', '-t', 'tree', '-w', '--stdin', '--literally');
  const commit = (await repo.git('commit-tree', '-m', 'x', '-p', 'main', tree)) as Sha;
  const objects = objectsOf(repo);
  expect(await objects.unsoundObject(await repo.tip('main'), commit)).toBe(
    `${tree} contains duplicate file entries`,
  );
  await objects.close();
});

it.each([
  ['a date before 1970', 'A <a@b> -1 +0000'],
  ['no date', 'A <a@b>'],
  ['a zone of no place', 'A <a@b> 1700000000 +051800'],
  ['no address', 'A 1700000000 +0000'],
])('takes a commit with %s as it is, and still finds what is malformed beside it', async (_what, person) => {
  const repo = await makeRepository({ main: [{ 'a.txt': 'one\n' }] });
  const main = await repo.tip('main');
  const commitOf = async (tree: string) => {
    const text = `tree ${tree}\nparent ${main}\nauthor ${person}\ncommitter ${person}\n\nodd\n`;
    return (await repo.gitWithInput(
      text,
      'hash-object',
      '-t',
      'commit',
      '-w',
      '--stdin',
      '--literally',
    )) as Sha;
  };
  const blob = await repo.gitWithInput('new\n', 'hash-object', '-w', '--stdin');
  const sound = await repo.gitWithInput(`100644 blob ${blob}\tb.txt\n`, 'mktree');
  const entry = Buffer.concat([Buffer.from('100644 b.txt\0', 'latin1'), Buffer.from(blob, 'hex')]);
  const twice = Buffer.concat([entry, entry]);
  const malformed = await repo.gitWithInput(
    twice,
    'hash-object',
    '-t',
    'tree',
    '-w',
    '--stdin',
    '--literally',
  );
  const objects = objectsOf(repo);

  expect(await objects.unsoundObject(main, await commitOf(sound))).toBeNull();
  expect(await objects.unsoundObject(main, await commitOf(malformed))).toContain('duplicate file entries');
  await objects.close();
});

it('blames the machine, and no object, where the pack cannot be written', async () => {
  const repo = await makeRepository({
    main: [{ 'a.txt': 'one\n' }],
    next: { from: 'main', commits: [{ 'a.txt': 'two\n' }] },
  });
  const full = `case "$*" in *pack-objects*) echo 'fatal: write error: No space left on device' >&2; exit 128;; esac`;
  const folder = await temporaryFolder();
  await program(
    { gitDir: folder },
    'git',
    `${full}\nPATH="$REST" exec git "$@"`.replace('$REST', process.env['PATH'] ?? ''),
  );
  const PATH = `${folder}:${process.env['PATH']}`;
  const objects = objectsOf(repo, { env: { ...operatorEnv(), PATH } });
  const looked = objects.unsoundObject(await repo.tip('main'), await repo.tip('next'));
  await expect(looked).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
  await objects.close();
});
