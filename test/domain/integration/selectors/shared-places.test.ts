import { expect, it } from 'vitest';
import { gradedPlaces } from '../../../../src/domain/integration/selectors/shared-places.ts';
import type { Forecast } from '../../../../src/domain/integration/state.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';

const [A, B] = ['feature-a' as EffortName, 'feature-b' as EffortName];
const LOGIN = 'src/auth/login.py';
const USERS = 'src/database/users.py';
type Touched = Omit<Forecast['touched'][number], 'effort' | 'path'>;

const changing = (first: number, last: number, ...functions: readonly string[]): Touched => ({
  ranges: [{ first, last }],
  functions,
});

function places(conflict: boolean, files: Readonly<Record<string, readonly [Touched, Touched] | null>>) {
  const touched = Object.entries(files).flatMap(([path, both]) =>
    (both ?? []).map((one, at) => ({ effort: at === 0 ? A : B, path, ...one })),
  );
  const pair = { a: A, b: B, files: Object.keys(files), hunks: Number(conflict), conflict };
  const forecast = { with_target: [], pairs: [pair], touched, cost: { given: 0, chosen: 0, because: '' } };
  return gradedPlaces(forecast, pair);
}

it.each<readonly [string, boolean, readonly [Touched, Touched] | null, object]>([
  [
    "the specification's login.py is High and not auto-resolvable",
    true,
    [changing(45, 60, 'authenticate_user'), changing(45, 50, 'authenticate_user')],
    {
      collides: true,
      level: 'line',
      severity: 'HIGH',
      auto_resolvable: false,
      overlap: { lines: [{ first: 45, last: 50 }], functions: ['authenticate_user'] },
    },
  ],
  [
    'one function is never independent, though git merges it',
    false,
    [changing(45, 46, 'authenticate_user'), changing(55, 56, 'authenticate_user')],
    {
      collides: false,
      level: 'line',
      severity: 'HIGH',
      auto_resolvable: false,
      overlap: { lines: [], functions: ['authenticate_user'] },
    },
  ],
  [
    'different sections of a file are independent',
    false,
    [changing(100, 120, 'save'), changing(200, 215, 'load')],
    { collides: false, severity: 'LOW', auto_resolvable: true, overlap: { lines: [], functions: [] } },
  ],
  [
    'neighbouring lines collide without a line in common',
    true,
    [changing(10, 10), changing(11, 11)],
    { collides: true, severity: 'MEDIUM', auto_resolvable: false, overlap: { lines: [], functions: [] } },
  ],
  [
    'a file that was not looked into may be where a pair collides',
    true,
    null,
    { collides: true, severity: 'MEDIUM', auto_resolvable: false, lines: [] },
  ],
])('%s', (_name, conflict, both, graded) => {
  expect(places(conflict, { [LOGIN]: both })).toMatchObject([{ file: LOGIN, ...graded }]);
});

it('of several files, the ones whose lines meet are where a pair collides', () => {
  const found = places(true, {
    [LOGIN]: [changing(45, 60), changing(45, 50)],
    [USERS]: [changing(100, 120), changing(200, 215)],
  });

  expect(found.map(({ file, severity }) => [file, severity])).toEqual([
    [LOGIN, 'MEDIUM'],
    [USERS, 'LOW'],
  ]);
});
