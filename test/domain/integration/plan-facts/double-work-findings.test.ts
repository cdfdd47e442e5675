import { expect, it } from 'vitest';
import type { DoubleClaim } from '../../../../src/domain/double-work/double-claims.ts';
import type { DoubleWork } from '../../../../src/domain/double-work/double-work.ts';
import { doubleWorkFindings } from '../../../../src/domain/integration/plan-facts/double-work-findings.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';

const [ONE, TWO, THREE] = ['one', 'two', 'three'] as readonly string[] as readonly EffortName[];

function twice(
  kind: DoubleClaim<EffortName>['kind'],
  what: string,
  ...places: readonly (readonly [EffortName | undefined, string | null, string])[]
): DoubleClaim<EffortName> {
  const all = places.map(([by = 'one' as EffortName, path, text]) => ({ by, path, text }));
  return { kind, what, unless_known: null, places: all };
}

const said = (found: Partial<DoubleWork<EffortName>>) =>
  doubleWorkFindings({ claimed_twice: [], gone: [], ...found }).map(
    ({ subject, others, checkpoint_says }) => `${subject} (${others}) ${checkpoint_says}`,
  );

it('says once what efforts claim twice, with what does not fit counted', () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map((name) =>
    twice('name', name, [ONE, 'x.ts', ''], [TWO, 'y.ts', '']),
  );

  expect(said({ claimed_twice: names })).toEqual([
    'one (two) declares what two declares too: a in x.ts and y.ts; b in x.ts and y.ts; c in x.ts and y.ts; 2 more',
  ]);
});

it('keeps apart what is of another kind, or of other efforts', () => {
  const claimed_twice = [
    twice('issue', '#12', [ONE, null, ''], [TWO, null, ''], [THREE, null, '']),
    twice('number', 'number 12 in db', [ONE, 'db/12_a.sql', '12_a.sql'], [TWO, 'db/12_b.sql', '12_b.sql']),
    twice('value', 'value 7', [ONE, 'a.ts', 'A'], [TWO, 'a.ts', 'B']),
    twice('port', 'port 8080', [TWO, 'a.yml', ''], [THREE, 'a.yml', '']),
  ];

  expect(said({ claimed_twice })).toEqual([
    'one (two,three) works on what two, three work on too: #12',
    'one (two) takes what two takes too: number 12 in db as 12_a.sql and 12_b.sql',
    'one (two) takes what two takes too: value 7 in a.ts as A and B',
    'two (three) takes what three takes too: port 8080 in a.yml',
  ]);
});

it('says who uses what another removes', () => {
  const use = { name: 'old', became: 'fresh', language: 'js', removed_from: 'a.js' } as const;
  const by = { removed_by: 'one' as EffortName, used_by: 'two' as EffortName, paths: ['b.js', 'c.js'] };

  expect(said({ gone: [{ ...use, ...by }] })).toEqual([
    'two (one) begins to use old in b.js, c.js, which one renames to fresh everywhere',
  ]);
});
