import { describe, expect, it } from 'vitest';
import {
  currentAuthors,
  currentName,
  effortsSharing,
} from '../../../../src/domain/integration/selectors/side-names.ts';
import type { Forecast, IntegrationState } from '../../../../src/domain/integration/state.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import {
  changedEffort,
  mergedEffort,
  plannedState,
  sampleConflict,
  sampleEffort,
  sampleHunk,
} from '../../../support/states.ts';

const PATH = 'src/login.py';

function sharing(...others: readonly string[]): IntegrationState {
  const pairs: Forecast['pairs'] = others.map((name) => ({
    a: name as EffortName,
    b: 'auth' as EffortName,
    files: [PATH],
    hunks: 0,
    conflict: false,
  }));
  const cost = { given: 0, chosen: 0, because: '' };
  return plannedState({
    efforts_included: [...others.map((name, index) => mergedEffort(name, index)), sampleEffort('auth')],
    forecast: { with_target: [], touched: [], pairs, cost },
  });
}

const written = (...authors: readonly (readonly string[])[]) =>
  sampleConflict('auth', PATH, { hunks: authors.map((each, index) => sampleHunk(index, { authors: each })) });

describe('the current side', () => {
  it('is named by who wrote its lines, not by everyone who shares the file', () => {
    expect(currentName(sharing('search', 'oauth'), written(['oauth']))).toBe('oauth');
  });

  it('is the target where the target wrote them', () => {
    expect(currentName(sharing('search'), written(['main']))).toBe('main');
  });

  it('has a name for each hunk, and one for all of them', () => {
    const conflict = written(['main'], ['search', 'main']);

    expect(currentName(sharing('search'), conflict, conflict.hunks[1])).toBe('search+main');
    expect(currentAuthors(sharing('search'), conflict)).toEqual(['main', 'search']);
  });

  it('is everyone who shares the file until the lines were looked at, else the target', () => {
    const unseen = sampleConflict('auth', PATH, { hunks: [] });

    expect(currentName(sharing('search', 'oauth'), unseen)).toBe('search+oauth');
    expect(currentName(sharing(), unseen)).toBe('main');
  });

  it('says how many more there are instead of naming five', () => {
    expect(currentName(sharing(), written(['a', 'b', 'c', 'd', 'e']))).toBe('a+b+3 more');
  });
});

describe('those who share a file', () => {
  it('are merged, and touch that very file', () => {
    const state = sharing('search');
    const about = { effort: 'auth' as EffortName, path: PATH };
    const held = state.efforts_included.map((effort) => changedEffort(effort, { status: 'HELD' }));

    expect(effortsSharing(state, about)).toEqual(['search']);
    expect(effortsSharing(state, { ...about, path: 'README.md' })).toEqual([]);
    expect(effortsSharing({ ...state, efforts_included: held }, about)).toEqual([]);
  });
});
