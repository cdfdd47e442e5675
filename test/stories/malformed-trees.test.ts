/** A branch whose trees git itself would never write is put out by the plan, with the reason; the others land. */
import { expect, it } from 'vitest';
import type { TestRepository } from '../support/repository.ts';
import { cli, effort, makeWorld } from '../support/stories.ts';

type Entry = readonly [mode: string, name: string, object: string];

/** Writes a tree object as it stands here. */
function rawTree(repo: TestRepository, entries: readonly Entry[]): Promise<string> {
  const bytes = entries.map(([mode, name, object]) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(object, 'hex')]),
  );
  const script = `require('fs').writeSync(1, Buffer.from('${Buffer.concat(bytes).toString('hex')}', 'hex'))`;
  const write = `!f() { '${process.execPath}' -e "${script}" | git hash-object -w -t tree --literally --stdin; }; f`;
  return repo.git('-c', `alias.write-raw=${write}`, 'write-raw');
}

/** Commits main's tree with these entries in a folder, and takes them back where `undone` says so. */
async function branchWith(
  repo: TestRepository,
  branch: string,
  make: (blob: string, folder: string) => readonly Entry[],
  undone = false,
): Promise<void> {
  const blob = await repo.gitWithInput('x\n', 'hash-object', '-w', '--stdin');
  const folder = await repo.gitWithInput(`100644 blob ${blob}\tx\n`, 'mktree');
  const odd = await rawTree(repo, make(blob, folder));
  const listed = await repo.git('ls-tree', 'main');
  const tree = await repo.gitWithInput(`${listed}\n040000 tree ${odd}\todd\n`, 'mktree');
  let commit = await repo.git('commit-tree', '-p', 'main', '-m', 'odd', tree);
  if (undone) {
    const clean = await repo.gitWithInput(`${listed}\n100644 blob ${blob}\tfine\n`, 'mktree');
    commit = await repo.git('commit-tree', '-p', commit, '-m', 'fine', clean);
  }
  await repo.git('update-ref', `refs/heads/${branch}`, commit);
}

it.each<[string, (blob: string, folder: string) => readonly Entry[], RegExp]>([
  [
    'two entries of one name',
    (b) => [
      ['100644', 'a', b],
      ['120000', 'a', b],
    ],
    /two entries of one name: "a"/,
  ],
  [
    'a link and a folder of one name',
    (b, f) => [
      ['120000', 'd', b],
      ['100644', 'd.x', b],
      ['40000', 'd', f],
    ],
    /two entries of one name: "d"/,
  ],
  [
    'an order that is not git’s',
    (b) => [
      ['100644', 'b', b],
      ['100644', 'a', b],
    ],
    /out of order: "a"/,
  ],
  ['a name that leaves the folder', (_b, f) => [['40000', '..', f]], /leaves its folder: "\.\."/],
  ['.git', (_b, f) => [['40000', '.git', f]], /takes for \.git: "\.git"/],
  ['.GIT', (_b, f) => [['40000', '.GIT', f]], /takes for \.git/],
  ['git~1', (_b, f) => [['40000', 'git~1', f]], /takes for \.git/],
  ['.git with a joiner', (_b, f) => [['40000', '.g\u200cit', f]], /takes for \.git/],
  ['.git with a stream', (_b, f) => [['40000', '.git::$INDEX_ALLOCATION', f]], /takes for \.git/],
  ['a slash in a name', (b) => [['100644', 'a/b', b]], /no file can have: "a\/b"/],
  [
    'control characters in a name',
    (b) => [['100644', 'a\x1b]0;x', b]],
    /control characters: "a\\u001b\]0;x"/,
  ],
  ['a mode of nothing', (b) => [['100777', 'a', b]], /mode 100777, which git does not know: "a"/],
  ['a mode with a zero in front', (_b, f) => [['040000', 'a', f]], /mode 040000/],
])(
  'a tree with %s puts out its effort, also when a later commit takes it back',
  async (_what, make, because) => {
    const repo = await makeWorld({}, { 'effort/good': effort({ 'good.txt': 'x\n' }) });
    await branchWith(repo, 'effort/odd', make);
    await branchWith(repo, 'effort/undone', make, true);

    const run = await cli(repo, 'run', '--decide', 'recommended');

    expect(run.out).toMatch(new RegExp(`not in: odd: .*${because.source}`));
    expect(run.out).toMatch(new RegExp(`not in: undone: .*${because.source}`));
    expect(run.out).toContain('landed: main is at the verified commit\n1 effort merged: good');
  },
);

it('names that only look like these are like any other', async () => {
  const names = [
    '.gitignore',
    '.github',
    'git~x',
    'gitk',
    '.gitmodules',
    '...',
    'größe',
    'a b',
    '-x',
    '"q"',
    '\\x',
  ];
  const files = Object.fromEntries(names.map((name) => [`odd/${name}`, 'x\n']));
  const repo = await makeWorld({}, { 'effort/good': effort(files) });

  const run = await cli(repo, 'run', '--decide', 'recommended');

  expect(run.out).toContain('landed: main is at the verified commit\n1 effort merged: good');
});

it('what the target has as well puts nobody out', async () => {
  const repo = await makeWorld(
    { 'old/line\nfeed': 'x\n' },
    { 'effort/good': effort({ 'old/good.txt': 'x\n' }), 'effort/odd': effort({ 'old/an\nother': 'x\n' }) },
  );

  const run = await cli(repo, 'run', '--decide', 'recommended');

  expect(run.out).toContain('1 effort merged: good');
  expect(run.out).toMatch(/not in: odd: it has a name with control characters/);
});
