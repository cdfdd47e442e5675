import { describe, expect, it } from 'vitest';
import { choiceId } from '../../src/domain/integration/question.ts';
import { questionId } from '../../src/domain/integration/question-id.ts';
import type { Finding, IntegrationState } from '../../src/domain/integration/state.ts';
import type { EffortName, RunId } from '../../src/domain/shared/ids.ts';
import { withoutState } from '../../src/tui/screens/without-state.ts';
import { FIRST_VIEW } from '../../src/tui/view-state.ts';
import {
  finishedState,
  freshState,
  sampleEffort,
  sampleInstant,
  sampleRun,
  sampleSha,
} from '../support/states.ts';
import { type Seen, screenOf, textOf } from './support/looks.ts';
import {
  AROUND,
  COLLIDING,
  deciding,
  MERGED,
  planned,
  red,
  resumed,
  TEXTS,
  TWO_FAIL,
  testing,
  troubled,
} from './support/moments.ts';

const LOG = [
  'PASS test/search/tokenize.spec.ts (41 tests) 812 ms',
  'FAIL test/search/search.spec.ts',
  '  ranks exact match first',
];
const PLAIN = { ascii: false, color: false, motion: false, linear: false };
const shown = (state: IntegrationState, seen: Seen = {}) => `\n${screenOf(state, seen)}\n`;

describe('the plan', () => {
  it('says in one sentence what will be asked, and lists the efforts in merge order', () => {
    expect(shown(planned())).toMatchInlineSnapshot(`
      "
       plan │ ready │ phase1/wave2-integration                0 of 9 in  ! 1 question
       ░░░░░░░░░░░░░░░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       7 merge cleanly, 1 needs a decision, 1 is over the size limit, 1 excluded.
       About 3 questions.
          # EFFORT  1-8 of 10                 AGE          +/- PREDICTION
      >   1 api-types                        10 h       +12 -0 ✓ clean
          2 controller                        9 h       +52 -3 ✓ clean
          3 webhooks                          8 h       +92 -6 ✓ clean
          4 notifications                     7 h      +132 -9 ✓ clean
          5 search                            6 h     +172 -12 ✓ clean
          6 auth                              5 h     +212 -15 ! 2 conflicts
          7 billing                           4 h     +252 -18 . clean, after 6
          8 ui-theme                          3 h     +292 -21 ✓ clean
      ────────────────────────────────────────────────────────────────────────────────
       api-types  effort/api-types, 3 commits by Ada Lovelace
         last "Add api-types", 10 h ago, by merge
         size 12 of 800 lines, 1 file in src
       1 decision in this order; no cheaper one is known
       ! migrations has 940 lines, the limit is 800

      ────────────────────────────────────────────────────────────────────────────────
       Nothing has begun; main moves only when you say so
       enter start  space out / in  K earlier  J later  d diff  r plan again  ? help
      "
    `);
  });
  it('shows needs, collisions and the cost where there is room', () => {
    expect(
      shown(planned(), { columns: 120, rows: 30, view: { selected: sampleEffort('auth').name } }),
    ).toMatchInlineSnapshot(`
      "
       intorch │ plan │ ready │ phase1/wave2-integration on main                                      0 of 9 in  ! 1 question
       ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░        main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       7 merge cleanly, 1 needs a decision, 1 is over the size limit, 1 excluded. About 3 questions.
          # EFFORT                            AGE          +/- NEEDS    COLLIDES WITH                   PREDICTION
          1 api-types                        10 h       +12 -0 -        -                               ✓ clean
          2 controller                        9 h       +52 -3 -        -                               ✓ clean
          3 webhooks                          8 h       +92 -6 -        -                               ✓ clean
          4 notifications                     7 h      +132 -9 -        -                               ✓ clean
          5 search                            6 h     +172 -12 -        6 (1 file, 2 hunks)             ✓ clean
      >   6 auth                              5 h     +212 -15 -        5 (1 file, 2 hunks)             ! 2 conflicts
          7 billing                           4 h     +252 -18 6        -                               . clean, after 6
          8 ui-theme                          3 h     +292 -21 -        -                               ✓ clean
          9 docs                              2 h     +332 -24 -        -                               - excluded
         10 migrations                        1 h      +940 -0 -        -                               ! over the size limit
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       auth  effort/auth, 3 commits by Ada Lovelace                    │  1 decision in this order; no cheaper one is known
         last "Add auth", 5 h ago, by merge                            │  ! migrations has 940 lines, the limit is 800
         size 227 of 800 lines, 6 files in src                         │  8 of 9 go together; the smallest that do not: search
         collides with search in src/auth/login.py                     │  + auth (src/auth/login.py)
                                                                       │  ✓ gates, not shut in: unit_tests after each effort
                                                                       │    (their time is not known yet); build at the end
                                                                       │  ✓ landing: main moves only when you say so
                                                                       │
                                                                       │
                                                                       │

      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       Nothing has begun; main moves only when you say so
       enter start  space out / in  K earlier  J later  d diff  r plan again  / filter  q leave  ? help
      "
    `);
  });
  it('keeps to the list on a small terminal', () => {
    expect(shown(planned(), { columns: 60, rows: 15 })).toMatchInlineSnapshot(`
      "
       plan │ ready │ phase1/wave2-integration      0 of 9 in  !1
      ───────────── 1 plan  2 run  3 gates  4 record  5 history ──
       7 merge cleanly, 1 needs a decision, 1 is over the size
       limit, 1 excluded. About 3 questions.
          # EFFORT  1-7 of 10              PREDICTION
      >   1 api-types                      ✓ clean
          2 controller                     ✓ clean
          3 webhooks                       ✓ clean
          4 notifications                  ✓ clean
          5 search                         ✓ clean
          6 auth                           ! 2 conflicts
          7 billing                        . clean, after 6

       Nothing has begun; main moves only when you say so
       enter start  space out / in  K earlier  J later  ? help
      "
    `);
  });
  it('fills no bar while there is nobody to wait for', () => {
    expect(shown(freshState({ stage: 'PLANNING' }))).toMatch(/^ ░+ main is untouched/m);
  });
  it('lists what may collide while git still merges it, as many as there is room for', () => {
    const flagged = Array.from({ length: 12 }, (_, n) => ({
      a: `agent-${n}` as EffortName,
      b: n === 0 ? null : ('login' as EffortName),
    }));
    const look = { snapshot: { flagged }, columns: 60, rows: 18 };
    expect(shown(freshState({ stage: 'PLANNING' }), look)).toMatchInlineSnapshot(`
      "
       plan │ planning │ phase1/wave2-integration       0 of 0 in
      ───────────── 1 plan  2 run  3 gates  4 record  5 history ──

       » Reading the branches and merging them in memory, to know…

         patterns: effort/*
         Nothing is touched: no checkout, no branch, no worktree.

         12 pairs may collide, and git merges them to be sure:
           agent-0 and main
           agent-1 and login
           agent-2 and login
           agent-3 and login
           agent-4 and login
           and 7 more


       / filter  q leave  ? help
      "
    `);
    expect(shown(freshState({ stage: 'PLANNING' }), { snapshot: { flagged: [] } })).toContain(
      'No two of them change the same lines.',
    );
  });
  it('says what it looked for when no branch matches', () => {
    expect(shown(freshState({ stage: 'READY' }), { columns: 60, rows: 15 })).toMatchInlineSnapshot(`
      "
       plan │ ready │ phase1/wave2-integration      0 of 0 in  !1
      ───────────── 1 plan  2 run  3 gates  4 record  5 history ──

       No effort branches to integrate onto main

         looked for: effort/*
         Name branches with \`intorch tui --efforts\`, or write
         patterns with \`intorch init\`.
         Then press r to look again, or q to leave.




       Nothing has begun; main moves only when you say so
       r plan again  / filter  q leave  ? help
      "
    `);
  });
  it('shows what is worth knowing, and counts what there is no room for', () => {
    const finding = (kind: Finding['kind'], subject: string, checkpoint_says: string): Finding => ({
      at: sampleInstant(),
      kind,
      subject,
      severity: 'MEDIUM',
      checkpoint_says,
      git_says: 'so it is',
    });
    const state = {
      ...planned(),
      findings: [
        finding('target_checked_out', 'main', 'checked out in /w'),
        finding('target_behind', 'main', 'behind origin/main by 3 commits'),
        finding('uncommitted_work', 'auth', 'uncommitted work in /a is not part of it: 1 changed'),
        finding('names_collide', 'docs/b', 'differs only in case'),
        finding('effort_behind', 'cart', 'behind origin/cart by 1 commit'),
        { ...finding('double_work', 'cart', 'declares what auth declares too: add'), others: ['auth'] },
      ],
    };

    const screen = shown(state, {
      columns: 120,
      rows: 40,
      view: { selected: sampleEffort('auth').name },
    });

    expect(screen).toContain('! main: checked out in /w; so it is');
    expect(screen).toContain('! main: behind origin/main by 3 commits; so it is');
    expect(screen).toMatch(/! and \d more: intorch plan/);
    expect(screen).toContain('! uncommitted work in /a is not part of it: 1 changed');
    expect(screen).toContain('! cart declares what auth declares too: add');
    expect(screen).not.toContain('behind origin/cart');
    expect(screen).toContain('landing: ');
  });

  it.each([
    [true, 'collides with cart in src/login.py (login, lines 45-50: high)'],
    [false, 'changes the same functions as cart, git merges them: src/login.py (login,'],
  ])('says where an effort meets another, and how grave that is: %s', (conflict, said) => {
    const [a, b] = [sampleEffort('auth').name, sampleEffort('cart').name];
    const touching = (last: number) => ({
      path: 'src/login.py',
      ranges: [{ first: 45, last }],
      functions: ['login'],
    });
    const forecast = {
      with_target: [],
      pairs: [{ a, b, files: ['src/login.py'], hunks: Number(conflict), conflict }],
      touched: [
        { effort: a, ...touching(60) },
        { effort: b, ...touching(50) },
      ],
      cost: { given: 0, chosen: 0, because: '' },
    };

    const screen = shown({ ...planned(), forecast }, { columns: 160, rows: 40, view: { selected: a } });

    expect(screen).toContain(said);
  });

  it('says what is being done before there is a plan', () => {
    expect(shown(freshState(), { columns: 60, rows: 15 })).toMatchInlineSnapshot(`
      "
       plan │ planning │ phase1/wave2-integration       0 of 0 in
      ───────────── 1 plan  2 run  3 gates  4 record  5 history ──

       » Reading the branches and merging them in memory, to know…

         patterns: effort/*
         Nothing is touched: no checkout, no branch, no worktree.







       / filter  q leave  ? help
      "
    `);
  });
});

describe('what is going on', () => {
  const live = { live: { '3-unit_tests-effort-controller': TWO_FAIL } };
  it('lists the efforts above the selected one on 80 columns, failing tests before the log', () => {
    expect(shown(testing(), { log: LOG, snapshot: live })).toMatchInlineSnapshot(`
      "
       run │ integrating │ phase1/wave2-integration                   2 of 3 in  9:52
       ██████████████████░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
          # EFFORT                          STATE            TESTS          +/-   TIME
          1 api-types                       ✓ merged         42 ok     +120 -30   0:05
      >   2 controller                      » testing       2 fail     +120 -30   8:19
          3 webhooks                        . next               -     +120 -30      -
      ────────────────────────────────────────────────────────────────────────────────
       2 controller  3 commits by Ada Lovelace, merged as d8a50fd0, +120 -30
       gates  » unit_tests 143/240 8:19
       2 tests fail
         ✗ search.spec.ts > ranks exact match first
         ✗ search.spec.ts > empty query returns nothing
       size 150 of 800 lines; 300 merged so far
       health ✓ all 4 checks passed
      ── log (follows) ───────────────────────────────────────────────────────────────
      PASS test/search/tokenize.spec.ts (41 tests) 812 ms
      FAIL test/search/search.spec.ts
        ranks exact match first


      ────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       enter open  l log  p pause  u take back  x hold  tab other pane  ? help
      "
    `);
  });
  it('puts the selected effort beside the list where there is room', () => {
    expect(shown(testing(), { columns: 120, rows: 30, log: LOG, snapshot: live })).toMatchInlineSnapshot(`
      "
       intorch │ run │ integrating │ phase1/wave2-integration on main                                         2 of 3 in  9:52
       ████████████████████████████████████████░░░░░░░░░░░░░░░░░░░░        main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
          # EFFORT         STATE            TESTS   TIME │ 2 controller  3 commits by Ada Lovelace, merged as d8a50fd0, +120 …
          1 api-types      ✓ merged         42 ok   0:05 │ gates  » unit_tests 143/240 8:19
      >   2 controller     » testing       2 fail   8:19 │ 2 tests fail
          3 webhooks       . next               -      - │   ✗ search.spec.ts > ranks exact match first
                                                         │   ✗ search.spec.ts > empty query returns nothing
                                                         │ size 150 of 800 lines; 300 merged so far
                                                         │ health ✓ all 4 checks passed
                                                         │ ── log (follows) ──────────────────────────────────────────────────
                                                         │ PASS test/search/tokenize.spec.ts (41 tests) 812 ms
                                                         │ FAIL test/search/search.spec.ts
                                                         │   ranks exact match first
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
                                                         │
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       enter open  l log  p pause  u take back  x hold  tab other pane  D detach  ? help
      "
    `);
  });
  it('drops what does not fit on 100 columns', () => {
    expect(shown(testing(), { columns: 100, rows: 24, log: LOG, snapshot: live })).toMatchInlineSnapshot(`
      "
       intorch │ run │ integrating │ phase1/wave2-integration on main                     2 of 3 in  9:52
       ███████████████████████████████░░░░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
          # EFFORT          STATE            TESTS │ 2 controller  3 commits by Ada Lovelace, merged as d…
          1 api-types       ✓ merged         42 ok │ gates  » unit_tests 143/240 8:19
      >   2 controller      » testing       2 fail │ 2 tests fail
          3 webhooks        . next               - │   ✗ search.spec.ts > ranks exact match first
                                                   │   ✗ search.spec.ts > empty query returns nothing
                                                   │ size 150 of 800 lines; 300 merged so far
                                                   │ health ✓ all 4 checks passed
                                                   │ ── log (follows) ────────────────────────────────────
                                                   │ PASS test/search/tokenize.spec.ts (41 tests) 812 ms
                                                   │ FAIL test/search/search.spec.ts
                                                   │   ranks exact match first
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
      ────────────────────────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       enter open  l log  p pause  u take back  x hold  tab other pane  D detach  ? help
      "
    `);
  });
  it('says on every screen that a decision waits, and how to get there', () => {
    expect(shown(deciding(), { view: { place: 'run' } })).toMatchInlineSnapshot(`
      "
       run │ integrating │ phase1/wave2-integration     1 of 3 in  ! 1 question  9:52
       ██████████████░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
          # EFFORT                          STATE            TESTS          +/-   TIME
          1 search                          ✓ merged         42 ok     +120 -30   0:05
      >   2 auth                            ! decide             -     +120 -30      -
          3 billing                         . after 2            -     +120 -30      -
      ────────────────────────────────────────────────────────────────────────────────
       2 auth  3 commits by Ada Lovelace, +120 -30
       gates  . unit_tests
       ! src/auth/login.py  content
       size 150 of 800 lines; 150 merged so far
       health ! 1 hunk in 1 file open, 0 resolved
      ── no log yet ──────────────────────────────────────────────────────────────────







      ────────────────────────────────────────────────────────────────────────────────
       ! src/auth/login.py lines 45-50: how do main and auth go together?   ! press c
       enter open  c decide  p pause  u take back  x hold  tab other pane  ? help
      "
    `);
  });
  it('cuts wide characters by the columns they take', () => {
    const state = testing();
    const efforts = [
      sampleEffort('認証と検索の統合と課金の統合と通知の統合'),
      sampleEffort('emoji-👩‍👩‍👧-⚠️-👍🏽'),
      ...state.efforts_included.slice(2),
    ];
    expect(shown({ ...state, efforts_included: efforts }, { columns: 60, rows: 15 })).toMatchInlineSnapshot(`
      "
       run │ integrating │ phase1/wave2-integrat… 0 of 3 in  9:52
      ───────────── 1 plan  2 run  3 gates  4 record  5 history ──
          # EFFORT                   STATE            TESTS   TIME
      >   1 認証と検索の…通知の統合  . next               -      -
          2 emoji-👩👩👧-⚠-👍        . waiting            -      -
          3 webhooks                 . waiting            -      -







       » unit_tests and build on controller
       enter open  p pause  x hold  tab other pane  ? help
      "
    `);
  });
  it('says that the engine is lost and that what is shown is old', () => {
    expect(shown(testing(), { columns: 60, rows: 15, connection: 'lost' })).toMatchInlineSnapshot(`
      "
       run │ integrating │ phase1/wave2-integrat… 2 of 3 in  9:52
      ───────────── 1 plan  2 run  3 gates  4 record  5 history ──
          # EFFORT                   STATE            TESTS   TIME
          1 api-types                ✓ merged         42 ok   0:05
      >   2 controller               » testing        25 ok   8:19
          3 webhooks                 . next               -      -







       Lost engine 4121; starting it again. q leaves
       enter open  l log  p pause  u take back  x hold  ? help
      "
    `);
  });
});

describe('the gates', () => {
  const view = { place: 'gates' } as const;

  it('say in 80 columns that tests are not counted, and what that means', () => {
    const because = 'tests not counted: exit status only, so fewer tests would not be noticed';
    const state = finishedState({
      gate_runs: [sampleRun(1, 'unit_tests', { kind: 'final' }, { tests: null, exit_code: 0, because })],
    });

    expect(shown(state, { view })).toMatchInlineSnapshot(`
      "
       gates │ finished │ phase1/wave2-integration                   3 of 3 in  14:50
       █████████████████████████ main is at b8c4ec9e  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
        GATE       ABOUT                STATE         RESULT                      TIME
        build      the final tree       . waiting
      > unit_tests the final tree       ✓ passed      tests not counted: exi…     0:05
      ────────────────────────────────────────────────────────────────────────────────
       unit_tests on the final tree  npm run unit_tests
         tests not counted: exit status only, so fewer tests would not be noticed
      ── no log yet ──────────────────────────────────────────────────────────────────











      ────────────────────────────────────────────────────────────────────────────────

       l log  ? help
      "
    `);
  });

  it('say what changed expectations and new tests show, and call neither red', () => {
    const on = sampleSha('merge-webhooks');
    const effort = 'api-types' as EffortName;
    const expectations = {
      failing: [{ test: 'adds', files: ['a.test.ts'] }],
      unloadable: ['b.test.ts'],
      unnamed: false,
    };
    const state = finishedState({
      gate_runs: [
        sampleRun(
          1,
          'unit_tests',
          { kind: 'proof', effort, on },
          { new_tests: { passing: { count: 1, names: ['idle'] }, failing: 1 } },
        ),
        sampleRun(2, 'unit_tests', { kind: 'guard', on }, { verdict: 'failed', exit_code: 1, expectations }),
      ],
    });

    expect(shown(state, { view })).toMatchInlineSnapshot(`
      "
       gates │ finished │ phase1/wave2-integration                   3 of 3 in  14:50
       █████████████████████████ main is at b8c4ec9e  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
        GATE       ABOUT                STATE         RESULT                      TIME
        unit_tests the final tree       . waiting
        build      the final tree       . waiting
      > unit_tests main's tests         ! see why     changed expectations f…     0:05
        unit_tests api-types's tests o… ! see why     1 new test proves noth…     0:05
      ────────────────────────────────────────────────────────────────────────────────
       unit_tests on main's tests  npm run unit_tests
         changed expectations fail: adds; cannot be run: b.test.ts
      ── no log yet ──────────────────────────────────────────────────────────────────









      ────────────────────────────────────────────────────────────────────────────────

       l log  ? help
      "
    `);
  });

  it('name the expectations that an effort changed, beside the effort', () => {
    const tip = sampleSha('merge-webhooks');
    const efforts = ['api-types' as EffortName];
    const run = sampleRun(
      9,
      'unit_tests',
      { kind: 'guard', on: tip },
      {
        expectations: { failing: [{ test: 'adds', files: ['a.test.ts'] }], unloadable: [], unnamed: false },
      },
    );
    const known = { known: true, value: [] } as const;
    const state = finishedState();
    const survey = {
      ...{ commit: tip, cycles: known, broken_exports: known, migration_note: null, hindrance: null },
      ...{ documentation: { changed: [], code_changed: 0 }, markers: [], tests_gone: [], rewritten: [] },
      changed_tests: [{ path: 'a.test.ts', deleted: true, efforts }],
    };

    const seen = screenOf(
      { ...state, survey, gate_runs: [...state.gate_runs, run] },
      { view: { place: 'run' } },
    );

    expect(seen).toContain('! "adds" fails with a.test.ts (deleted) as main has it');
  });

  it('name the tests that did not run', () => {
    const missing = {
      baseline: 'x' as RunId,
      count: 1,
      names: ['adds well'],
      digest: '0',
      removed: { count: 0, names: [] },
    };
    const run = sampleRun(1, 'unit_tests', { kind: 'final' }, { verdict: 'did_not_run', missing });

    expect(shown(finishedState({ gate_runs: [run] }), { view })).toContain('did not run: adds well');
  });
});

describe('a decision', () => {
  const texts = { snapshot: { texts: TEXTS } };
  it('shows the options, what speaks for the one under the cursor, and the text it would write', () => {
    expect(shown(deciding(), texts)).toMatchInlineSnapshot(`
      "
       decide │ integrating │ phase1/wave2-integration  1 of 3 in  ! 1 question  9:52
       ██████████████░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       src/auth/login.py lines 45-50: how do main and auth go … conflict 1 of 1 [hunk]
      > Keep both: current, then auth  keep both: current, then auth keep… risk medium
        Keep current only              keep current only keeps what it names risk high
        Take auth only                 take auth only keeps what it names    risk high
        Edit by hand                   your editor, with both sides and their base
        Ask me about auth at the end   off: no other effort can go first
        Hold auth                      leave it out; x includes it again      risk low
        Return auth to its author      leave it out, with a note in the repo… risk low
       recommended: Keep both: current, then auth, because both sides only add lines,
       and the result parses
      ── 1 of 8: Keep both: current, then auth, not written yet ──────────────────────
       45   def authenticate_user(username, password):
       46 C     if oauth_token:
       47 C         return authenticate_oauth(oauth_token)
       48       user = User.by_name(username)
       49 I     if not check_rate_limit(username):
       50 I         raise RateLimitExceeded(username)
       C main  I auth  (none) both
      ────────────────────────────────────────────────────────────────────────────────
       Nothing is written before you choose; q leaves the question open
       enter choose  v 3-way  o hunk / file / effort  t try it  e edit  ? help
      "
    `);
  });
  it('shows the preview beside the options where there is room', () => {
    expect(shown(deciding(), { ...texts, columns: 140, rows: 32 })).toMatchInlineSnapshot(`
      "
       intorch │ decide │ integrating │ phase1/wave2-integration on main                                            1 of 3 in  ! 1 question  9:52
       ██████████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░                            main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       src/auth/login.py lines 45-50: how do main and auth go together?       │ ── Keep both: current, then auth, not written yet ────────────────
       CONFLICT (content): Merge conflict in src/auth/login.py                │  45   def authenticate_user(username, password):
       overlap, severity medium: see what each side did                       │  46 C     if oauth_token:
                                                                              │  47 C         return authenticate_oauth(oauth_token)
       HOW TO RESOLVE  risk: of losing work            conflict 1 of 1 [hunk] │  48       user = User.by_name(username)
      > Keep both: current, then auth  keep both: current, then … risk medium │  49 I     if not check_rate_limit(username):
        Keep current only              keep current only keeps wha… risk high │  50 I         raise RateLimitExceeded(username)
        Take auth only                 take auth only keeps what i… risk high │
        Edit by hand                   your editor, with both sides and the…  │
        Ask me about auth at the end   off: no other effort can go first      │
        Hold auth                      leave it out; x includes it … risk low │
        Return auth to its author      leave it out, with a note in… risk low │
        Pause here                     nothing starts until the session goe…  │
                                                                              │
       recommended: Keep both: current, then auth, because both sides only    │
       add lines, and the result parses                                       │
       + keep both: current, then auth keeps what it names                    │
       - nobody has run it yet                                                │
                                                                              │
       INTENT                                                                 │
       auth  "Add auth"  Ada Lovelace                                         │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │  C main  I auth  (none) both
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       Nothing is written before you choose; q leaves the question open
       enter choose  v 3-way  o hunk / file / effort  t try it  e edit  x hold  q leave  ? help
      "
    `);
  });
  it('shows the result where it stands in the file, and names the sides by their efforts', () => {
    const state = deciding({ forecast: COLLIDING });
    expect(
      shown(state, { snapshot: { texts: TEXTS, merged: MERGED, around: AROUND }, columns: 140, rows: 40 }),
    ).toMatchInlineSnapshot(`
      "
       intorch │ decide │ integrating │ phase1/wave2-integration on main                                            1 of 3 in  ! 1 question  9:52
       ██████████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░                            main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       src/auth/login.py lines 45-50: how do search and auth go together?     │ ── Keep both: current, then auth, not written yet ────────────────
       CONFLICT (content): Merge conflict in src/auth/login.py                │  42   import users
       overlap, severity medium: see what each side did                       │  43
                                                                              │  44   # Everybody comes in here.
       HOW TO RESOLVE  risk: of losing work            conflict 1 of 1 [hunk] │  45   def authenticate_user(username, password):
      > Keep both: current, then auth  keep both: current, then … risk medium │  46 C     if oauth_token:
        Keep current only              keep current only keeps wha… risk high │  47 C         return authenticate_oauth(oauth_token)
        Take auth only                 take auth only keeps what i… risk high │  48       user = User.by_name(username)
        Edit by hand                   your editor, with both sides and the…  │  49 I     if not check_rate_limit(username):
        Ask me about auth at the end   off: no other effort can go first      │  50 I         raise RateLimitExceeded(username)
        Hold auth                      leave it out; x includes it … risk low │  51       return user
        Return auth to its author      leave it out, with a note in… risk low │  52
        Pause here                     nothing starts until the session goe…  │
                                                                              │
       recommended: Keep both: current, then auth, because both sides only    │
       add lines, and the result parses                                       │
       + keep both: current, then auth keeps what it names                    │
       - nobody has run it yet                                                │
                                                                              │
       INTENT                                                                 │
       search  "Add search"  Ada Lovelace                                     │
       auth  "Add auth"  Ada Lovelace                                         │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │
                                                                              │  C search  I auth  (none) both
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       Nothing is written before you choose; q leaves the question open
       enter choose  v 3-way  o hunk / file / effort  t try it  e edit  x hold  q leave  ? help
      "
    `);
  });
  it('keeps only as much of the surroundings as leaves the result in view', () => {
    const rows = shown(deciding(), {
      snapshot: { texts: TEXTS, merged: MERGED, around: AROUND },
      columns: 80,
      rows: 24,
    });
    expect(rows).toContain('49 I     if not check_rate_limit(username):');
    expect(rows).toContain('44   # Everybody comes in here.');
    expect(rows).not.toContain('43   ');
  });
  it('breaks long lines of the three sides instead of cutting them', () => {
    const view = { three_way: true };
    const snapshot = { texts: TEXTS, merged: MERGED, around: AROUND };
    const rows = shown(deciding({ forecast: COLLIDING }), { snapshot, columns: 100, rows: 30, view });
    expect(rows).toMatchInlineSnapshot(`
      "
       intorch │ decide │ integrating │ phase1/wave2-integration on main    1 of 3 in  ! 1 question  9:52
       ████████████████████████░░░░░░░░░░░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       src/auth/login.py line 45                                                          conflict 1 of 1
       CURRENT  search, already in    │  BASE  main, what both began w… │  INCOMING  auth, coming in
      ─────────────────────────────── │ ─────────────────────────────── │ ───────────────────────────────
         42   import users            │    42   import users            │    42   import users
         43                           │    43                           │    43
         44   # Everybody comes in he │    44   # Everybody comes in he │    44   # Everybody comes in he
              re.                     │         re.                     │         re.
         45   def authenticate_user(u │    45   def authenticate_user(u │    45   def authenticate_user(u
              sername, password):     │         sername, password):     │         sername, password):
         46 +     if oauth_token:     │                                 │
         47 +         return authenti │                                 │
              cate_oauth(oauth_token) │                                 │
         48       user = User.by_name │    46       user = User.by_name │    46       user = User.by_name
              (username)              │         (username)              │         (username)
                                      │                                 │    47 +     if not check_rate_l
                                      │                                 │         imit(username):
                                      │                                 │    48 +         raise RateLimit
                                      │                                 │         Exceeded(username)
         51       return user         │    49       return user         │    51       return user
         52                           │    50                           │    52
                                      │                                 │
                                      │                                 │
                                      │                                 │
                                      │                                 │
      ────────────────────────────────────────────────────────────────────────────────────────────────────
       Nothing is written before you choose; q leaves the question open
       esc back  v 3-way  ? help
      "
    `);
  });
  it('follows the cursor with evidence and preview', () => {
    const question = questionId('conflict', 'auth#1', '0', '60cd555c');
    expect(
      shown(deciding({ highlighted: [{ question, choice: choiceId('take_incoming') }] }), {
        ...texts,
        columns: 80,
        rows: 24,
      }),
    ).toMatchInlineSnapshot(`
      "
       decide │ integrating │ phase1/wave2-integration  1 of 3 in  ! 1 question  9:52
       ██████████████░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       src/auth/login.py lines 45-50: how do main and auth go … conflict 1 of 1 [hunk]
        Keep both: current, then auth  keep both: current, then auth keep… risk medium
        Keep current only              keep current only keeps what it names risk high
      > Take auth only                 take auth only keeps what it names    risk high
        Edit by hand                   your editor, with both sides and their base
        Ask me about auth at the end   off: no other effort can go first
        Hold auth                      leave it out; x includes it again      risk low
        Return auth to its author      leave it out, with a note in the repo… risk low
       loses 2 lines of main: return authenticate_oauth(oauth_token)
       + take auth only keeps what it names
      ── 3 of 8: Take auth only, not written yet ─────────────────────────────────────
       45   def authenticate_user(username, password):
       46       user = User.by_name(username)
       47 I     if not check_rate_limit(username):
       48 I         raise RateLimitExceeded(username)


       C main  I auth  (none) both
      ────────────────────────────────────────────────────────────────────────────────
       Nothing is written before you choose; q leaves the question open
       enter choose  v 3-way  o hunk / file / effort  t try it  e edit  ? help
      "
    `);
  });
  it('says in one line what will be written before it is', () => {
    const view = {
      overlay: {
        kind: 'confirm',
        text: 'Write 6 lines to src/auth/login.py? (Keep both)',
        commands: [],
        question: null,
      },
    } as const;
    expect(
      screenOf(deciding(), { ...texts, view })
        .split('\n')
        .slice(-2)
        .join('\n'),
    ).toMatchInlineSnapshot(`
      " Write 6 lines to src/auth/login.py? (Keep both)
       enter yes  esc back"
    `);
  });
  it('lays the three sides side by side, the same lines in the same rows', () => {
    expect(
      shown(deciding(), { ...texts, columns: 140, rows: 20, view: { three_way: true } }),
    ).toMatchInlineSnapshot(`
      "
       intorch │ decide │ integrating │ phase1/wave2-integration on main                                            1 of 3 in  ! 1 question  9:52
       ██████████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░                            main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       src/auth/login.py line 45                                                                                                  conflict 1 of 1
       CURRENT  main, already in                   │  BASE  main, what both began with            │  INCOMING  auth, coming in
      ──────────────────────────────────────────── │ ──────────────────────────────────────────── │ ────────────────────────────────────────────
         45   def authenticate_user(username, pass │    45   def authenticate_user(username, pass │    45   def authenticate_user(username, pass
              word):                               │         word):                               │         word):
         46 +     if oauth_token:                  │                                              │
         47 +         return authenticate_oauth(oa │                                              │
              uth_token)                           │                                              │
         48       user = User.by_name(username)    │    46       user = User.by_name(username)    │    46       user = User.by_name(username)
                                                   │                                              │    47 +     if not check_rate_limit(username
                                                   │                                              │         ):
                                                   │                                              │    48 +         raise RateLimitExceeded(user
                                                   │                                              │         name)
                                                   │                                              │
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       Nothing is written before you choose; q leaves the question open
       esc back  v 3-way  ? help
      "
    `);
  });
  it('shows one side at a time on 80 columns', () => {
    expect(shown(deciding(), { ...texts, view: { three_way: true, column: 2 } })).toMatchInlineSnapshot(`
      "
       decide │ integrating │ phase1/wave2-integration  1 of 3 in  ! 1 question  9:52
       ██████████████░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       src/auth/login.py line 45                                      conflict 1 of 1
       INCOMING  auth, coming in  (side 3 of 3)
      ────────────────────────────────────────────────────────────────────────────────
         45   def authenticate_user(username, password):


         46       user = User.by_name(username)
         47 +     if not check_rate_limit(username):
         48 +         raise RateLimitExceeded(username)









      ────────────────────────────────────────────────────────────────────────────────
       Nothing is written before you choose; q leaves the question open
       esc back  v 3-way  right next side  left previous side  ? help
      "
    `);
  });
});

describe('gates', () => {
  it('ask what to do about a red one, with the failing tests and whose fault it is', () => {
    expect(shown(red(), { log: LOG })).toMatchInlineSnapshot(`
      "
       gates │ integrating │ phase1/wave2-inte… 2 of 3 in  ! 1 question  ✗1 red  9:52
       ██████████████████░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       unit_tests fails once controller is merged: 2 of 42 tests fail and do not on
       the target
         first red once controller is merged; intorch is testing it alone to find out
         why
         ✗ retries three times
         ✗ gives up at last

        Run it again                  on the same tree
      > Hold controller               with webhooks, which depend on it       risk low
        Look around in the workspace  a shell in its workspace; exit returns
        Accept this failure           the report will say Conditional        risk high
        Pause here                    nothing starts until the session goes on

       recommended: Hold controller, because without controller the gates were green,
       and its branch stays as it is
      ── log (follows) ───────────────────────────────────────────────────────────────
      FAIL test/search/search.spec.ts
        ranks exact match first
      ────────────────────────────────────────────────────────────────────────────────
       main is safe; q leaves the question open
       enter choose  w accept  r run again  l log  x hold  ? help
      "
    `);
  });
  it('say that the workspace of one is being set up, and by what', () => {
    const state = testing();
    const settings = { ...state.settings, worktree: { ...state.settings.worktree, setup: 'npm ci' } };
    const setting_up = state.gate_runs.flatMap(({ id, gate }) => (gate === 'unit_tests' ? [id] : []));
    const look = { snapshot: { setting_up }, columns: 120 };

    expect(shown({ ...state, settings }, { ...look, view: { place: 'gates' } })).toMatch(
      /unit_tests +controller +» running +setting up: npm ci +8:19/,
    );
    expect(shown({ ...state, settings }, look)).toContain('» unit_tests setting up 8:19');
  });
  it('show the first error line of a red one above its log, and with its effort', () => {
    const state = red();
    const says = 'src/a.ts(1,2): error TS1005: no.';
    const gate_runs = state.gate_runs.map((run) =>
      run.verdict === 'failed' ? { ...run, clues: [{ of: 'output' as const, says }] } : run,
    );

    expect(shown({ ...state, gate_runs })).toContain(`   ${says}`);
    expect(shown({ ...state, gate_runs }, { columns: 120, view: { place: 'run', row: 1 } })).toContain(
      `✗ ${says}`,
    );
  });
  it('are listed with what they judged and how it came out', () => {
    expect(shown(testing(), { view: { place: 'gates', row: 1 }, log: LOG })).toMatchInlineSnapshot(`
      "
       gates │ integrating │ phase1/wave2-integration                 2 of 3 in  9:52
       ██████████████████░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
        GATE       ABOUT                STATE         RESULT                      TIME
        unit_tests the final tree       . waiting
        build      the final tree       . waiting
        build      controller           » running                                 8:18
      > unit_tests controller           » running     25 of 25 ok                 8:19
        unit_tests api-types            ✓ passed      42 tests passed             0:05
        unit_tests main before merging  ✓ passed      42 tests passed             0:05
      ────────────────────────────────────────────────────────────────────────────────
       unit_tests on controller  npm run unit_tests
      ── log (follows) ───────────────────────────────────────────────────────────────
      PASS test/search/tokenize.spec.ts (41 tests) 812 ms
      FAIL test/search/search.spec.ts
        ranks exact match first





      ────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       l log  x hold  ? help
      "
    `);
  });
});

describe('coming back', () => {
  it('puts what the checkpoint says beside what git says', () => {
    expect(shown(resumed())).toMatchInlineSnapshot(`
      "
       resume │ integrating │ phase1/wave2-integration  1 of 3 in  ! 1 question  9:52
       ██████████████░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──

       This integration did not finish: 1 of 3 efforts are in
         phase1/wave2-integration onto main, begun 10 min ago on build-3
         last saved 3 h ago

                                 CHECKPOINT SAYS            GIT SAYS
         controller              tip 323ec573               ! tip 9f3c1e20, 2 commits…
         api-types               merged 60cd555c            ✓ the same
         webhooks                not started                ✓ the same

      > Continue             resume where it left off
        Look only            nothing runs until you press p
        Roll back all        takes back all merges; other branches stay       risk low
        Start a new session  this one is kept in the history

       recommended: Continue, because the difference above is handled
       main has not been touched.

      ────────────────────────────────────────────────────────────────────────────────
       Nothing happens before you choose; q leaves everything as it is
       enter choose  q leave  ? help
      "
    `);
  });
});

describe('a session from another machine', () => {
  const command = `npm test -- ${Array.from({ length: 40 }, (_, index) => `--part=${index}`).join(' ')} && curl evil`;
  const letter = () => {
    const { settings, ...state } = resumed();
    const gates = settings.gates.map((gate) => ({ ...gate, command }));
    const from = { host: 'laptop', settings: { ...settings, gates }, unknown: [] };
    return { ...state, settings, resume_offer: null, letter: from };
  };

  it('shows both values of each setting that differs, and recommends those of here', () => {
    expect(shown(letter(), { columns: 80, rows: 24 })).toMatchInlineSnapshot(`
      "
       question │ integrating │ phase1/wave2-integrati… 1 of 3 in  ! 1 question  9:52
       ██████████████░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──

       This integration comes from laptop: 2 settings differ. How does it go on here?

         gates.unit_tests.command: "npm run unit_tests" here, "npm test -- --part=0
         --part=1 --part=2 --part=3 --part=4 --part=5 --part=6 --part=7 --part=8
         --part=9 --part=10 --part=11 --part=12 --part=13 --part=14 --part=15
         --part=16 --part=17 --part=18 --part=19 --part=20 --part=21 --part=22
         --part=23 --part=24 --part=25 --part=26 --part=27 --part=28 --part=29
         … and more: Page Down

      > Continue with the settings here  nothing that another machine set counts
        Continue with its settings       what is listed as "there" counts, … risk high
        Look only                        nothing runs until you press p
        Start a new session              this one is kept in the history

       nothing that another machine set counts
       recommended: Continue with the settings here, because what another machine set
       is not yours until you say so
      ────────────────────────────────────────────────────────────────────────────────
       Nothing happens before you choose; q leaves everything as it is
       enter choose  q leave  ? help
      "
    `);
  });

  it('cuts nothing: what does not fit is a page further down', () => {
    const all = [0, 5, 10, 15, 20].map((text) =>
      screenOf(letter(), { view: { scroll: { ...FIRST_VIEW.scroll, text } } }),
    );
    const seen = all.join('\n');
    for (let part = 0; part < 40; part++) expect(seen).toContain(`--part=${part}`);
    expect(seen).toContain('curl evil" there');
    expect(all.at(-1)).not.toContain('and more');
  });
});

describe('trouble', () => {
  it('names the cause, what to do, and the ways on', () => {
    expect(shown(troubled())).toMatchInlineSnapshot(`
      "
       question │ integrating │ phase1/wave2-integrati… 0 of 3 in  ! 1 question  9:52
       ████░░░░░░░░░░░░░░░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──

       Cannot write objects: no space left on device

         Free some space on the disk named above
         It failed in this step: merge effort

      > Try again   the step starts over; nothing is done twice
        Pause here  everything is saved; go on when it is mended










      ────────────────────────────────────────────────────────────────────────────────
       main is safe; q leaves the question open
       enter choose  q leave  ? help
      "
    `);
  });
});

describe('the end', () => {
  it('says how it came out and what happened to each effort', () => {
    expect(shown(finishedState())).toMatchInlineSnapshot(`
      "
       summary │ finished │ phase1/wave2-integration                 3 of 3 in  14:50
       █████████████████████████ main is at b8c4ec9e  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──

       ✓ landed   3 of 3 in, 14 min 50 s
         main moved to the verified commit

         branch     phase1/wave2-integration @ b8c4ec9e
         main       moved to b8c4ec9e

         api-types    ✓ merged           +120 -30         -
         controller   ✓ merged           +120 -30         -
         webhooks     ✓ merged           +120 -30         -

         conflicts  2: 1 by rule, 1 by you
         answers    1 by you
         gate       unit_tests ✓ passed 42 tests passed
         gate       build ✓ passed the command ended with 0



      ────────────────────────────────────────────────────────────────────────────────

       y copy  3 gates  4 record  5 history  q leave  ? help
      "
    `);
  });
  it('shows the whole command that finishes a landing held for review, however long it is', () => {
    const path = `/home/ada/${'projects/'.repeat(4)}shop`;
    const landing_command = `git -C ${path} merge --ff-only ${'0123456789'.repeat(4)}`;
    const held = finishedState({ outcome: 'HELD_FOR_REVIEW', landing_command });
    const rows = screenOf(held, { rows: 24 })
      .split('\n')
      .map((row) => row.trim());
    expect(rows.slice(rows.indexOf('to finish  press y to copy:') + 1).join(' ')).toContain(landing_command);
  });

  it('names the one command that finishes a landing held for review', () => {
    const held = finishedState({
      outcome: 'HELD_FOR_REVIEW',
      outcome_because: 'main moved to the verified commit',
      landed_commit: null,
      landing_command: 'git merge --ff-only phase1/wave2-integration',
    });
    expect(shown(held, { columns: 100, rows: 24 })).toMatchInlineSnapshot(`
      "
       intorch │ summary │ finished │ phase1/wave2-integration on main                   3 of 3 in  14:50
       ███████████████████████████████████████████████ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──

       ✓ verified, held for review   3 of 3 in, 14 min 50 s
         main moved to the verified commit

         branch     phase1/wave2-integration @ b8c4ec9e
         main       is untouched
         to finish  press y to copy:
           git merge --ff-only phase1/wave2-integration

         api-types    ✓ merged           +120 -30         -
         controller   ✓ merged           +120 -30         -
         webhooks     ✓ merged           +120 -30         -

         conflicts  2: 1 by rule, 1 by you
         answers    1 by you
         gate       unit_tests ✓ passed 42 tests passed
         gate       build ✓ passed the command ended with 0

      ────────────────────────────────────────────────────────────────────────────────────────────────────

       u take back  y copy  3 gates  4 record  5 history  q leave  ? help
      "
    `);
  });
});

describe('what lies over a screen', () => {
  it('is the help, with the reason for what is off', () => {
    expect(
      shown(testing(), { rows: 40, view: { overlay: { kind: 'help', text: '', selected: 0 } } }),
    ).toMatchInlineSnapshot(`
      "
       run │ integrating │ phase1/wave2-integration                   2 of 3 in  9:52
       ██████████████████░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       Keys for: run     search: _

      > enter right       open what is selected
        esc               back; an open question waits for c
        d                 what the effort changes, in your pager
        r t               run again what is red or failed   off: Nothing is red and n…
        c                 go to the open question   off: There is no open question
        f                 follow the end of the log
        l                 the log on the whole screen
        p                 pause when running work is done, or go on
        u                 take the last merge back (asks)
        U                 merge again what was taken back   off: Nothing was taken ba…
        x                 hold the effort, or include it again (asks)
        /                 show only what matches
        tab shift+tab     switch panes
        up k              up
        down j            down
        pgup ctrl+u       page up
        pgdn ctrl+d       page down
        home g            first line
        end G             last line
        y                 copy what is shown here (OSC 52)
        Y                 copy the command line that shows or does this
        s                 leave the screen for plain lines; s comes back
        1                 plan
        2                 every effort with its state
        3                 gates
        4                 decisions, restore points, git commands
        5                 the sessions of this repository, with their reports
        P                 the monitor of pipelines; leaving it comes back
        ? : ctrl+p        this help; type to search, enter presses the key
        D                 detach: leave the screen, keep the engine
        R                 start an engine that has ended again   off: the engine runs
        q                 leave (asks how)
      ────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       enter choose  esc back
      "
    `);
  });
  it('is the ways to leave, the safest first', () => {
    expect(shown(testing(), { view: { overlay: { kind: 'leave', selected: 0 } } })).toMatchInlineSnapshot(`
      "
       run │ integrating │ phase1/wave2-integration                   2 of 3 in  9:52
       ██████████████████░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──

       Leave phase1/wave2-integration?   2 of 3 in

      > Detach                leave the screen, keep the engine; \`intorch tui\` returns
        Stop after this step  let 2 running gates finish, save, and end the engine
        Stop now              end 2 running gates, which run again on resume
        Roll back             take back all merges; asks before it does

       ctrl+c detaches









      ────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       enter choose  esc back
      "
    `);
  });
  it('is the whole log', () => {
    expect(
      shown(testing(), {
        rows: 16,
        log: LOG,
        view: { overlay: { kind: 'log', run: '3-unit_tests-effort-controller' } },
      }),
    ).toMatchInlineSnapshot(`
      "
       run │ integrating │ phase1/wave2-integration                   2 of 3 in  9:52
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
       unit_tests on controller  » running  25 of 25 ok
       raw: /repo/.git/intorch/sessions/wave2-…logs/3-unit_tests-effort-controller.log
      ── log (follows) ───────────────────────────────────────────────────────────────
      PASS test/search/tokenize.spec.ts (41 tests) 812 ms
      FAIL test/search/search.spec.ts
        ranks exact match first






       » unit_tests and build on controller
       esc back  f follow  n next error  o open all  w wrap  / filter  ? help
      "
    `);
  });
  it('is the record of decisions and git commands', () => {
    expect(
      shown(testing(), { view: { place: 'record' }, snapshot: { now: sampleInstant(600) } }),
    ).toMatchInlineSnapshot(`
      "
       record │ integrating │ phase1/wave2-integration                2 of 3 in  9:50
       ██████████████████░░░░░░░░░ main is untouched  saved 1 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
      ── decisions ───────────────────────────────────────────────────────────────────
         9 min ago  you       start  the plan
      ── resolved by rule ────────────────────────────────────────────────────────────
         none yet
      ── restore points ──────────────────────────────────────────────────────────────
         5 min ago  before controller  refs/intorch/wave2-20261121-101500/before/cont…
         9 min ago  before api-types  refs/intorch/wave2-20261121-101500/before/api-t…
         9 min ago  before start  refs/intorch/wave2-20261121-101500/before/start
      ── git commands, newest first ──────────────────────────────────────────────────
         git merge-tree --write-tree refs/heads/main refs/heads/effort/api-types








      ────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       esc back  ? help
      "
    `);
  });
});

describe('without a state', () => {
  const size = { columns: 60, rows: 6 };
  it('the screen says that it asks', () => {
    expect(textOf(withoutState('connecting', size, PLAIN))).toMatchInlineSnapshot(`
      "
       » Connecting to the engine

         q leaves; the engine goes on

      "
    `);
  });
  it('the screen says that nobody answers and what is safe', () => {
    expect(textOf(withoutState('lost', { columns: 80, rows: 6 }, PLAIN))).toMatchInlineSnapshot(`
      "
       ✗ The engine does not answer

         Reconnecting …  Nothing is lost: the newest checkpoint is kept.
         q leaves; \`intorch status\` says more, \`intorch tui\` goes on from the
         checkpoint."
    `);
  });
});

describe('a terminal that is too small', () => {
  it('gets one line with the verdict', () => {
    expect(screenOf(red(), { columns: 52, rows: 4 })).toMatchInlineSnapshot(`
      "! 1 question 1 red  60x15 is the least; now 52x4


      "
    `);
  });
});

describe('a terminal without UTF-8 and colours', () => {
  it('gets the same states in ASCII', () => {
    expect(shown(testing(), { rows: 16, theme: { ascii: true }, log: LOG })).toMatchInlineSnapshot(`
      "
       run | integrating | phase1/wave2-integration                   2 of 3 in  9:52
      --------------------------------- 1 plan  2 run  3 gates  4 record  5 history --
          # EFFORT                          STATE            TESTS          +/-   TIME
          1 api-types                       + merged         42 ok     +120 -30   0:05
      >   2 controller                      * testing        25 ok     +120 -30   8:19
          3 webhooks                        . next               -     +120 -30      -








       * unit_tests and build on controller
       enter open  l log  p pause  u take back  x hold  tab other pane  ? help
      "
    `);
  });
});

describe('somebody who listens', () => {
  it('gets one thing after the other and nothing that is only drawn', () => {
    expect(
      shown(testing(), { columns: 120, rows: 30, theme: { linear: true }, log: LOG }),
    ).toMatchInlineSnapshot(`
      "
       intorch  run  integrating  phase1/wave2-integration on main   2 of 3 in  9:52
            main is untouched  saved 3 s ago  engine 4121 live
          # EFFORT   STATE     TESTS   TIME
          1 api-types   ✓ merged     42 ok   0:05
      >   2 controller   » testing     25 ok   8:19
          3 webhooks   . next     -   -
      2 controller  3 commits by Ada Lovelace, merged as d8a50fd0, +120 …
      gates  » unit_tests 25/25 8:19
      size 150 of 800 lines; 300 merged so far
      health ✓ all 4 checks passed
        log (follows)
      PASS test/search/tokenize.spec.ts (41 tests) 812 ms
      FAIL test/search/search.spec.ts
        ranks exact match first
       » unit_tests and build on controller
       enter open  l log  p pause  u take back  x hold  tab other pane  D detach  ? help
      "
    `);
  });
});
