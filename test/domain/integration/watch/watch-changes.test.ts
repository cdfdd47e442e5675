import { describe, expect, it } from 'vitest';
import { watchChanges } from '../../../../src/domain/integration/watch/watch-changes.ts';
import type {
  CollisionPlace,
  UncommittedWork,
  WatchedEffort,
  WatchView,
} from '../../../../src/domain/integration/watch/watch-view.ts';
import { watchSummary, watchWords } from '../../../../src/domain/integration/watch/watch-words.ts';
import type { BranchName, EffortName } from '../../../../src/domain/shared/ids.ts';
import { sampleSha } from '../../../support/states.ts';

const name = (text: string) => text as EffortName;
const watched = (text: string, changes: Partial<WatchedEffort> = {}): WatchedEffort => ({
  name: name(text),
  branch: `effort/${text}` as BranchName,
  tip: sampleSha(text),
  commits: 3,
  is: 'open',
  because: null,
  ...changes,
});
const inLogin: CollisionPlace = {
  file: 'src/login.ts',
  functions: ['login'],
  lines: { first: 2, last: 4 },
};
const collision = (a: string, b: string, ...places: readonly CollisionPlace[]) => ({
  a: name(a),
  b: name(b),
  places,
});
const work = (effort: string, changes: Partial<UncommittedWork> = {}): UncommittedWork => ({
  effort: name(effort),
  path: `/home/ada/${effort}`,
  is: 'counted',
  files: 2,
  ...changes,
});
const view = (changes: Partial<WatchView> = {}): WatchView => ({
  target: 'main' as BranchName,
  target_base: sampleSha('main'),
  worktrees: 2,
  efforts: [watched('agent-3'), watched('agent-7')],
  uncommitted: [],
  with_target: [],
  collisions: [],
  ...changes,
});
const COLLIDING = view({ collisions: [collision('agent-3', 'agent-7', inLogin)] });

const TABLE: readonly (readonly [string, WatchView, WatchView, readonly string[]])[] = [
  ['nothing', COLLIDING, COLLIDING, []],
  [
    'a collision in a function',
    view(),
    COLLIDING,
    ['agent-3 now collides with agent-7 in login() of src/login.ts'],
  ],
  [
    'a collision in lines of a text',
    view(),
    view({
      collisions: [
        collision(
          'agent-3',
          'agent-7',
          { file: 'README.md', functions: [], lines: { first: 4, last: 9 } },
          { file: 'a.md', functions: [], lines: { first: 7, last: 7 } },
          { file: 'both-add-it.md', functions: [], lines: null },
          inLogin,
        ),
      ],
    }),
    ['agent-3 now collides with agent-7 in README.md lines 4-9; a.md line 7; both-add-it.md and 1 more'],
  ],
  ['the end of a collision', COLLIDING, view(), ['agent-3 no longer collides with agent-7']],
  [
    'the same pair the other way round',
    COLLIDING,
    view({ collisions: [collision('agent-7', 'agent-3', inLogin)] }),
    [],
  ],
  [
    'only the lines of a collision',
    COLLIDING,
    view({ collisions: [collision('agent-3', 'agent-7', { ...inLogin, lines: { first: 8, last: 9 } })] }),
    [],
  ],
  [
    'the function of a collision',
    COLLIDING,
    view({ collisions: [collision('agent-3', 'agent-7', { ...inLogin, functions: ['logout'] })] }),
    ['agent-3 now collides with agent-7 in logout() of src/login.ts'],
  ],
  [
    'a new branch',
    view(),
    view({ efforts: [...view().efforts, watched('agent-5')] }),
    ['agent-5 is new: 3 commits'],
  ],
  [
    'a branch that is gone, with its collision',
    COLLIDING,
    view({ efforts: [watched('agent-3')] }),
    ['agent-7 is gone'],
  ],
  [
    'a branch that is in, with its collision that the target has now',
    COLLIDING,
    view({
      target_base: sampleSha('later'),
      efforts: [watched('agent-3'), watched('agent-7', { is: 'in_target' })],
      with_target: [{ effort: name('agent-3'), files: ['src/login.ts'] }],
    }),
    [
      `main is at ${sampleSha('later').slice(0, 8)} now`,
      'agent-7 is in main now',
      'agent-3 now collides with main in src/login.ts',
    ],
  ],
  [
    'the end of a collision with the target',
    view({ with_target: [{ effort: name('agent-3'), files: ['src/login.ts'] }] }),
    view(),
    ['agent-3 no longer collides with main'],
  ],
  [
    'a branch that is in already when it is seen',
    view(),
    view({ efforts: [...view().efforts, watched('old', { is: 'in_target' })] }),
    [],
  ],
  [
    'a branch that moves',
    view(),
    view({ efforts: [watched('agent-3', { tip: sampleSha('more'), commits: 4 }), watched('agent-7')] }),
    [`agent-3 moved to ${sampleSha('more').slice(0, 8)}: 4 commits`],
  ],
  [
    'a branch that cannot be merged',
    view(),
    view({ efforts: [watched('agent-3', { is: 'out', because: 'git cannot read it' }), watched('agent-7')] }),
    ['agent-3 takes no part: git cannot read it'],
  ],
  [
    'uncommitted work that collides',
    view(),
    { ...COLLIDING, uncommitted: [work('agent-3')] },
    [
      "uncommitted work in agent-3's worktree counts: 2 files in /home/ada/agent-3",
      "agent-3 now collides with agent-7 in login() of src/login.ts, with the uncommitted work in agent-3's worktree",
    ],
  ],
  [
    'uncommitted work that goes on',
    view({ uncommitted: [work('agent-3')] }),
    view({ uncommitted: [work('agent-3', { files: 5 })] }),
    [],
  ],
  [
    'uncommitted work that is unstable, too large or unreadable',
    view({ uncommitted: [work('agent-3')] }),
    view({
      uncommitted: [
        work('agent-3', { is: 'unstable' }),
        work('agent-7', { is: 'too_large' }),
        work('agent-7', { is: 'unreadable', path: '/elsewhere' }),
      ],
    }),
    [
      "uncommitted work in agent-3's worktree is unstable: it changes while it is read, so its commits alone count for now",
      "uncommitted work in agent-7's worktree is too large to be looked at, so its commits alone count: /home/ada/agent-7",
      "uncommitted work in agent-7's worktree cannot be read, so its commits alone count: /elsewhere",
    ],
  ],
  [
    'uncommitted work that is committed',
    view({ uncommitted: [work('agent-3')] }),
    view(),
    ["no uncommitted work in agent-3's worktree any more"],
  ],
];

describe('what is said when this changes', () => {
  it.each(TABLE)('%s', (_, before, after, said) => {
    expect(watchChanges(before, after).map(watchWords)).toEqual(said);
  });

  it('counts what there is at the start', () => {
    const said = watchSummary({ ...COLLIDING, uncommitted: [work('agent-3')] });

    expect(said).toBe('2 branches onto main, 2 worktrees (1 with uncommitted work), 1 collision');
  });
});
