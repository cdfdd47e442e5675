import { expect, it } from 'vitest';
import { windowsFindings } from '../../../../src/domain/integration/plan-facts/windows-names.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';

const of = (...paths: readonly string[]) =>
  windowsFindings(paths.map((path) => ({ effort: 'one' as EffortName, path })));

it.each(['CON', 'src/aux.c', 'lpt1', 'a:b', 'x.', 'folder /a', '..\\x', 'what?', 'a|b', 'a*'])(
  '%j cannot be held by Windows, which is said',
  (path) => {
    expect(of(path)).toMatchObject([
      { subject: 'one', checkpoint_says: expect.stringContaining(`: ${path}`) },
    ]);
  },
);

it.each(['console.ts', 'src/auxiliary.c', 'com10', '.gitignore', 'a b', 'a.b.c', 'caf\u00e9'])(
  '%j can',
  (path) => {
    expect(of(path)).toEqual([]);
  },
);

it('many are counted in one line', () => {
  expect(of('a:1', 'a:2', 'a:3', 'a:4', 'b')[0]?.checkpoint_says).toBe(
    'adds 4 paths that Windows cannot hold: a:1, a:2, a:3, ...',
  );
});
