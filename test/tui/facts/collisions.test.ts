import { expect, it } from 'vitest';
import type { Forecast } from '../../../src/domain/integration/state.ts';
import type { EffortName } from '../../../src/domain/shared/ids.ts';
import { predictionsOf } from '../../../src/tui/facts/plan-facts.ts';
import { plannedState, sampleEffort } from '../../support/states.ts';
import { planned } from '../support/moments.ts';

const pair = (b: string, hunks: number): Forecast['pairs'][number] => ({
  a: 'me' as EffortName,
  b: b as EffortName,
  files: ['a.ts'],
  hunks,
  conflict: hunks > 0,
});

it('lists what an effort collides with by how much is to decide, not by name: the end of the list is cut', () => {
  const efforts_included = ['a', 'b', 'c', 'me'].map((name) => sampleEffort(name));
  const forecast = {
    ...(planned().forecast as Forecast),
    with_target: [],
    pairs: [pair('a', 0), pair('b', 1), pair('c', 7)],
  };

  const [, , , mine] = predictionsOf(plannedState({ efforts_included, forecast }));

  expect(mine?.collides_with).toBe('3 (1 file, 7 hunks) 2 (1 file, 1 hunk) 1 (shares 1 file)');
});
