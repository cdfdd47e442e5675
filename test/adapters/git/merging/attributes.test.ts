import { access, appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dropDrivers } from '../../../../src/adapters/git/merging/merge-drivers.ts';
import { makeRepository, type TestRepository } from '../../../support/repository.ts';
import { configure, mergeIntoMain, objectsOf, program, textIn } from '../tools.ts';

/** Both sides append to the same file, with attributes in main, and others in the effort. */
async function bothAppend(path: string, main: Record<string, string>, effort: Record<string, string> = {}) {
  const repo = await makeRepository({
    main: [{ [path]: 'first\n', ...main }],
    effort: { from: 'main', commits: [{ [path]: 'first\nof the effort\n', ...effort }] },
  });
  await repo.commit('main', { [path]: 'first\nof main\n' });
  return repo;
}

async function conflictsOf(
  repo: TestRepository,
  trusted_drivers: readonly string[] = [],
): Promise<readonly string[]> {
  return (await mergeIntoMain(repo, 'effort', { trusted_drivers })).conflicted.map(({ path }) => path);
}

test("the target's merge=union keeps both sides", async () => {
  const repo = await bothAppend('log.jsonl', { '.gitattributes': '*.jsonl merge=union\n' });

  const outcome = await mergeIntoMain(repo, 'effort');

  expect(outcome.conflicted).toEqual([]);
  expect(await textIn(repo, outcome.tree, 'log.jsonl')).toBe('first\nof main\nof the effort');
});

test("the target's attributes in a folder count for that folder, whatever its name", async () => {
  const folder = 'a folder/ü/"q"';
  const repo = await bothAppend(`${folder}/log`, { [`${folder}/.gitattributes`]: 'log merge=union\n' });

  expect(await conflictsOf(repo)).toEqual([]);
});

test('attributes in a folder whose name is no text count too', async () => {
  const repo = await bothAppend('"caf\\351/log"', { '"caf\\351/.gitattributes"': 'log merge=union\n' });

  expect(await conflictsOf(repo)).toEqual([]);
});

test("the target's binary attribute makes a text conflict as a whole", async () => {
  const repo = await bothAppend('data.txt', { '.gitattributes': '*.txt binary\n' });

  const outcome = await mergeIntoMain(repo, 'effort');

  expect(outcome.messages.map(({ text }) => text).join()).toContain('Cannot merge binary files: data.txt');
  expect(await textIn(repo, outcome.tree, 'data.txt')).toBe('first\nof main');
});

test('a branch that brings merge=union along still conflicts', async () => {
  const repo = await bothAppend('code.ts', {}, { '.gitattributes': '*.ts merge=union\n' });

  expect(await conflictsOf(repo)).toEqual(['code.ts']);
});

test('a branch whose attributes are checked out, and staged, still conflicts', async () => {
  const repo = await bothAppend('code.ts', {}, { '.gitattributes': '*.ts merge=union\n' });
  await repo.git('checkout', '--quiet', '--force', 'effort');

  expect(await conflictsOf(repo)).toEqual(['code.ts']);
});

test('what was an attribute of the target once is none any more when the target dropped it', async () => {
  const repo = await bothAppend('log.jsonl', { '.gitattributes': '*.jsonl merge=union\n' });
  const onto = await repo.commit('main', { '.gitattributes': null });
  const [before, after] = [await repo.tip('main^'), onto];
  const objects = objectsOf(repo);
  const conflicts = async (attributes_from: typeof onto) =>
    (await objects.merge({ onto, incoming: await repo.tip('effort'), attributes_from })).conflicted.length;

  expect([await conflicts(before), await conflicts(after), await conflicts(before)]).toEqual([0, 1, 0]);
});

test('a driver that nobody trusts never runs: its files merge as if nothing was said about them', async () => {
  const repo = await bothAppend('code.ts', { '.gitattributes': '*.ts merge=mine\n' });
  const driver = await program(repo, 'driver', 'touch "$0.ran"; exit 0');
  await configure(repo, `[merge "mine"]\n\tdriver = ${driver}`);

  const { tree, conflicted } = await mergeIntoMain(repo, 'effort');

  expect(conflicted.map(({ path }) => path)).toEqual(['code.ts']);
  expect(await textIn(repo, tree, 'code.ts')).toContain(
    `<<<<<<< ${await repo.tip('main')}\nof main\n=======`,
  );
  await expect(access(`${driver}.ran`)).rejects.toThrow();
});

test("a driver that nobody trusts does not run for the repository's own info/attributes either", async () => {
  const repo = await bothAppend('code.ts', {});
  const driver = await program(repo, 'driver', 'touch "$0.ran"; exit 0');
  await configure(repo, `[merge "mine"]\n\tdriver = ${driver}`);
  await mkdir(join(repo.gitDir, 'info'));
  await writeFile(join(repo.gitDir, 'info/attributes'), '*.ts merge=mine\n');

  expect(await conflictsOf(repo)).toEqual(['code.ts']);
  await expect(access(`${driver}.ran`)).rejects.toThrow();
});

test('a trusted driver really runs, for the files that the target gives to it', async () => {
  const repo = await bothAppend('code.ts', { '.gitattributes': '*.ts merge=mine\n' });
  const driver = await program(repo, 'driver', 'cat "$3" >> "$2"; exit 0');
  await configure(repo, `[merge "mine"]\n\tdriver = ${driver} %O %A %B`);

  const outcome = await mergeIntoMain(repo, 'effort', { trusted_drivers: ['mine'] });

  expect(outcome.conflicted).toEqual([]);
  expect(await textIn(repo, outcome.tree, 'code.ts')).toBe('first\nof main\nfirst\nof the effort');
});

test('a trusted driver is not chosen by a branch', async () => {
  const repo = await bothAppend('code.ts', {}, { '.gitattributes': '*.ts merge=mine\n' });
  const driver = await program(repo, 'driver', 'touch "$0.ran"; exit 0');
  await configure(repo, `[merge "mine"]\n\tdriver = ${driver}`);

  expect(await conflictsOf(repo, ['mine'])).toEqual(['code.ts']);
  await expect(access(`${driver}.ran`)).rejects.toThrow();
});

test('settings of the operator that would change merges do not', async () => {
  const repo = await bothAppend('code.ts', {});
  const attributes = join(repo.gitDir, 'own-attributes');
  await writeFile(attributes, '*.ts merge=union\n');
  await configure(
    repo,
    `[core]\n\tattributesFile = ${attributes}\n[merge]\n\tdefault = union\n\tconflictStyle = zdiff3`,
  );

  const outcome = await mergeIntoMain(repo, 'effort');

  expect(outcome.conflicted.map(({ path }) => path)).toEqual(['code.ts']);
  expect(await textIn(repo, outcome.tree, 'code.ts')).not.toContain('|||||||');
});

test('attribute folders are kept for the next time, and drafts left by a kill do no harm', async () => {
  const repo = await bothAppend('log.jsonl', { '.gitattributes': '*.jsonl merge=union\n' });
  await conflictsOf(repo);
  const scratch = join(repo.gitDir, 'intorch/scratch');
  const [kept] = await readdir(scratch);
  await appendFile(join(scratch, kept ?? '', '.gitattributes'), '# still the same folder\n');

  await mkdir(join(scratch, 'attributes.00000000-0000-0000-0000-000000000000'));

  expect(await conflictsOf(repo)).toEqual([]);
  expect((await readdir(scratch)).filter((name) => name.startsWith('attributes-'))).toEqual([kept]);
});

test('a bare repository obeys the attributes of its target in the same way', async () => {
  const repo = await makeRepository(
    {
      main: [{ log: 'first\n', '.gitattributes': 'log merge=union\n' }, { log: 'first\nof main\n' }],
      effort: { from: 'main', commits: [{ log: 'other\n' }] },
    },
    { bare: true },
  );
  await repo.commit('main', { log: 'first\nof main\nand more\n' });

  expect(await conflictsOf(repo)).toEqual([]);
});

test('only the driver goes from an attribute line; patterns, macros and other attributes stay', () => {
  const lines = [
    '*.a merge=mine text eol=lf',
    '"with space merge=mine" -diff merge=union',
    '[attr]generated merge=mine -diff',
    '*.b merge=known\tmerge=binary',
    '*.c -merge',
    '# merge=mine',
    'merge=mine',
    '',
  ];

  expect(dropDrivers(lines.join('\n'), new Set(['known'])).split('\n')).toEqual([
    '*.a !merge text eol=lf',
    '"with space merge=mine" -diff merge=union',
    '[attr]generated !merge -diff',
    '*.b merge=known\tmerge=binary',
    '*.c -merge',
    '# !merge',
    'merge=mine',
    '',
  ]);
});
