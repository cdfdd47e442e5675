/** Six efforts: two whose conflict resolves itself, three that need decisions, one that breaks the tests. The gates take some time. */
import { makeRepository, type TestRepository } from '../../support/repository.ts';

const imports = (...names: readonly string[]) =>
  [...names.map((name) => `import { ${name} } from './${name}.ts';`), '', 'export const all = [];', ''].join(
    '\n',
  );

const SETTINGS = `
target: main
efforts: { patterns: ['effort/*'] }
gates:
  - { name: test, command: 'sh check.sh', parser: exit }
worktree: { setup: 'sleep 0.1; echo done > installed', setup_key: [check.sh] }
`;

/** What each merged effort adds. Every line of it must be in the result. */
export const BROUGHT: Readonly<Record<string, readonly (readonly [path: string, line: string])[]>> = {
  clean: [['clean.txt', 'clean']],
  lines: [
    ['a.txt', 'TWO'],
    ['index.ts', "import { lines } from './lines.ts';"],
  ],
  names: [['index.ts', "import { names } from './names.ts';"]],
  words: [['a.txt', 'zwei']],
  mots: [['a.txt', 'deux']],
};

/** Creates the repository: `main` checked out, one file changed and one staged, and something in the stash. */
export async function sixEfforts(): Promise<TestRepository> {
  const from = 'main';
  const repo = await makeRepository({
    main: [
      {
        'intorch.yaml': SETTINGS,
        'check.sh': 'sleep 0.2\ntest ! -e red\n',
        '.gitignore': 'installed\n',
        'a.txt': 'one\ntwo\nthree\n',
        'index.ts': imports('core'),
        'mine.txt': 'as committed\n',
      },
    ],
    'effort/clean': { from, commits: [{ 'clean.txt': 'clean\n' }] },
    'effort/lines': {
      from,
      commits: [{ 'a.txt': 'one\nTWO\nthree\n', 'index.ts': imports('core', 'lines') }],
    },
    'effort/names': { from, commits: [{ 'index.ts': imports('core', 'names') }] },
    'effort/words': { from, commits: [{ 'a.txt': 'one\nzwei\nthree\n' }] },
    'effort/mots': { from, commits: [{ 'a.txt': 'one\ndeux\nthree\n' }] },
    'effort/red': { from, commits: [{ red: 'x\n' }] },
  });
  const write = (text: string) => repo.gitWithInput(text, 'hash-object', '-w', '--stdin');
  const stashed = await repo.git('commit-tree', '-m', 'stashed', '-p', 'main', 'main^{tree}');
  await repo.git('stash', 'store', '-m', 'mine', stashed);
  await repo.git('update-index', '--cacheinfo', `100644,${await write('staged\n')},mine.txt`);
  return repo;
}
