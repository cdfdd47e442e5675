import { describe, expect, it } from 'vitest';
import { currentEfforts, currentName } from '../../../../src/domain/integration/selectors/side-names.ts';
import type { Forecast, IntegrationState } from '../../../../src/domain/integration/state.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import { changedEffort, mergedEffort, plannedState, sampleEffort } from '../../../support/states.ts';

const AUTH = 'auth' as EffortName;
const about = { effort: AUTH, path: 'src/login.py' };

function sharing(...others: readonly (readonly [string, boolean])[]): IntegrationState {
  const pairs: Forecast['pairs'] = others.map(([name, conflict]) => ({
    a: name as EffortName,
    b: AUTH,
    files: ['src/login.py'],
    hunks: conflict ? 1 : 0,
    conflict,
  }));
  const cost = { given: 0, chosen: 0, because: '' };
  return plannedState({
    efforts_included: [...others.map(([name], index) => mergedEffort(name, index)), sampleEffort('auth')],
    forecast: { with_target: [], pairs, cost },
  });
}

describe('the name of the current side', () => {
  it('is the effort that is forecast to collide, not every one that shares the file', () => {
    expect(currentName(sharing(['search', false], ['oauth', true]), about)).toBe('oauth');
  });

  it('is every effort that shares the file where none is forecast to collide', () => {
    expect(currentName(sharing(['search', false], ['oauth', false]), about)).toBe('search+oauth');
  });

  it('is the target where no effort touched the file', () => {
    expect(currentName(sharing(), about)).toBe('main');
    expect(currentName(sharing(['search', true]), { ...about, path: 'README.md' })).toBe('main');
  });

  it('does not name an effort that is not in', () => {
    const state = sharing(['search', true]);
    const efforts_included = state.efforts_included.map((effort) =>
      changedEffort(effort, { status: 'HELD' }),
    );
    expect(currentEfforts({ ...state, efforts_included }, about)).toEqual([]);
  });

  it('says how many more there are instead of naming five', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((name) => [name, true] as const);
    expect(currentName(sharing(...five), about)).toBe('a+b+3 more');
  });
});
