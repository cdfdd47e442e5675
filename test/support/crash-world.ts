/** Efforts that cover everything that can happen: a conflict that resolves itself, one that needs a choice, and a red effort. */
import { makeRepository, type TestRepository } from './repository.ts';

export const INTEGRATION_BRANCH = 'phase1/wave1-integration';

const imports = (...names: readonly string[]) =>
  [...names.map((name) => `import { ${name} } from './${name}.ts';`), '', 'export const all = [];', ''].join(
    '\n',
  );

/** Creates the repository; `more` is added to its settings. */
export function crashWorld(more = ''): Promise<TestRepository> {
  const settings = [
    'target: main',
    "efforts: { patterns: ['effort/*'] }",
    'gates:',
    "  - { name: test, command: 'test ! -e red', parser: exit }",
    more,
    '',
  ].join('\n');
  return makeRepository({
    main: [{ 'intorch.yaml': settings, 'a.txt': 'one\ntwo\nthree\n', 'index.ts': imports('core') }],
    'effort/lines': {
      from: 'main',
      commits: [{ 'a.txt': 'one\nTWO\nthree\n', 'index.ts': imports('core', 'lines') }],
    },
    'effort/names': { from: 'main', commits: [{ 'index.ts': imports('core', 'names') }] },
    'effort/red': { from: 'main', commits: [{ red: 'x\n' }] },
    'effort/words': { from: 'main', commits: [{ 'a.txt': 'one\nzwei\nthree\n' }] },
  });
}
