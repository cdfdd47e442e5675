import { describe, expect, it } from 'vitest';
import {
  editedByHand,
  keptBecause,
  outdated,
  type PruningFacts,
} from '../../../../src/domain/integration/selectors/pruning.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import type { RefName, SessionId } from '../../../../src/domain/shared/ids.ts';
import { finishedState, midConflictState, sampleInstant, sampleSha } from '../../../support/states.ts';

const DAY = 86_400;
const NOW = sampleInstant(100 * DAY);
const session = (id: string, days_ago: number, finished = true) => ({
  id: id as SessionId,
  created_at: sampleInstant((100 - days_ago) * DAY),
  finished,
});

describe('sessions that are old', () => {
  const all = [
    session('e', 1),
    session('d', 2, false),
    session('c', 3),
    session('b', 40),
    session('a', 50, false),
  ];
  it.each([
    ['none', { keep: 5, days: 60 }, []],
    ['by age', { keep: 5, days: 30 }, ['b']],
    ['by number', { keep: 2, days: 60 }, ['c', 'b']],
    ['by either', { keep: 3, days: 2 }, ['c', 'b']],
    ['all that are over but the newest', { keep: 1, days: 1 }, ['c', 'b']],
  ] as const)('are %s', (_, limits, ids) => {
    expect([...outdated(all, limits, NOW).keys()]).toEqual(ids);
  });

  it('say why', () => {
    expect([...outdated(all, { keep: 3, days: 2 }, NOW).values()]).toEqual([
      'it began more than 2 days ago',
      'it is not among the newest 3',
    ]);
  });
});

describe('a session that is old', () => {
  const nothing: PruningFacts = {
    is_in_target: true,
    branch_stands: false,
    only_here: null,
    edited_here: null,
  };
  const held = finishedState({
    outcome: 'HELD_FOR_REVIEW',
    landed_commit: null,
    landing_command: 'git merge x',
  });
  const editing = (file: string | null) =>
    finishedState({
      editing: { conflict: 'one#1' as never, file, done: false, refused: null },
    });
  it.each<[string, IntegrationState, Partial<PruningFacts>, string | null]>([
    ['goes', finishedState(), {}, null],
    ['stays while it is not over', midConflictState(), {}, 'it is not over'],
    [
      'stays while its result is held',
      held,
      { is_in_target: false },
      'its verified result is held, and not in main',
    ],
    ['goes once its held result has landed', held, {}, null],
    [
      'stays while its branch stands',
      finishedState(),
      { branch_stands: true },
      'phase1/wave2-integration stands where it left it',
    ],
    ['stays while a file is open', editing('/edits/a.ts'), {}, '/edits/a.ts is open in an editor'],
    ['goes where nothing was written to edit', editing(null), {}, null],
    [
      'stays for an edit',
      finishedState(),
      { edited_here: 'a.ts' },
      'a.ts as it was edited by hand is nowhere else',
    ],
    [
      'stays for a commit',
      finishedState(),
      { only_here: 'refs/intorch/sessions/x/saved/1' as RefName },
      'refs/intorch/sessions/x/saved/1 holds commits that no branch has',
    ],
  ])('%s', (_, state, facts, because) => {
    expect(keptBecause(state, { ...nothing, ...facts })).toBe(because);
  });

  it('has edits that were remembered', () => {
    const resolution = { fingerprint: 'a:b:c', mode: '100644', at: NOW };
    const remembered = [
      { ...resolution, path: 'a.ts', blob: sampleSha('a'), option: 'edited' },
      { ...resolution, path: 'b.ts', blob: sampleSha('b'), option: 'keep_current' },
    ];
    expect(editedByHand(finishedState({ remembered, conflicts_detected: [] }))).toEqual([
      { path: 'a.ts', blob: sampleSha('a') },
    ]);
  });
});
