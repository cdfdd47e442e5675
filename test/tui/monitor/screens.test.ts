import { describe, expect, it } from 'vitest';
import type { PipelineRunId } from '../../../src/domain/pipeline/run-id.ts';
import { freshRun } from '../../support/pipelines.ts';
import {
  ends,
  listingOf,
  monitorScreen,
  monitorSnapshot,
  releasing,
  runAt,
  starts,
} from '../support/monitor.ts';

const shown = (...given: Parameters<typeof monitorScreen>) => `\n${monitorScreen(...given)}\n`;
const OUTPUT = ['> test', '', 'ok 1 - adds', 'ok 2 - subtracts', 'not ok 3 - divides'];
const RUN = releasing();
const named = (run_id: string) => ({ ...RUN, run_id: run_id as PipelineRunId });
const OVER = { ...named('RELEASE-20261120-090000'), state: 'failed', ended_at: RUN.updated_at } as const;
const LEFT = listingOf(named('SAFE-MERGE-20261119-090000'), null);
const THREE = monitorSnapshot([listingOf(RUN), listingOf(OVER), LEFT], RUN);
const ALONE = monitorSnapshot([listingOf(RUN, null)], RUN);
const SMALL = { columns: 60, rows: 18 };
const WIDE = { columns: 140, rows: 40 };

describe('the runs', () => {
  it('are listed with state, percent and age, and what is to be said of the selected one', () => {
    expect(shown(THREE)).toMatchInlineSnapshot(`
      "
       runs                                                         1 running  3 runs
       ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 40 %  driven by 4121 on build-3
      ─────────────────────────────────────── 1 runs  2 steps  3 timeline  4 output ──
        RUN                         STATE                     DONE       BEGAN    TIME
      > RELEASE-20261121-101500     » running     ████░░░░░░  40 %   1 min ago    1:35
        RELEASE-20261120-090000     ✗ failed      ████░░░░░░  40 %   1 min ago    1:11
        SAFE-MERGE-20261119-090000  ! left alone  ████░░░░░░  40 %   1 min ago    1:11
      ────────────────────────────────────────────────────────────────────────────────
       RELEASE-20261121-101500  driven by 4121 on build-3
         file      release.json, version 1.0
         runs      integration-tests
         failed    lint: it took longer than 20 s and was ended
         folder    /repo/.git/intorch/pipelines/RELEASE-20261121-101500








      ────────────────────────────────────────────────────────────────────────────────

       enter open  X cancel run  / filter  q leave  ? help
      "
    `);
    expect(shown(THREE, SMALL)).toMatchInlineSnapshot(`
      "
       runs                                     1 running  3 runs
      ─────────────────── 1 runs  2 steps  3 timeline  4 output ──
        RUN                STATE          DONE       BEGAN    TIME
      > RELEASE-2…1-101500 » running      40 %   1 min ago    1:35
        RELEASE-2…0-090000 ✗ failed       40 %   1 min ago    1:11
        SAFE-MERG…9-090000 ! left alone   40 %   1 min ago    1:11
      ────────────────────────────────────────────────────────────
       RELEASE-20261121-101500  driven by 4121 on build-3
         file      release.json, version 1.0
         runs      integration-tests
         failed    lint: it took longer than 20 s and was ended
         folder    /repo/.git/intorch/pipelines/RELEASE-20261121-…





       enter open  X cancel run  / filter  q leave  ? help
      "
    `);
    expect(shown(THREE, WIDE)).toMatchInlineSnapshot(`
      "
       intorch │ pipelines │ runs                                                                                               1 running  3 runs
       ████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░                                               40 %  driven by 4121 on build-3
      ─────────────────────────────────────────────────────────────────────────────────────────────────── 1 runs  2 steps  3 timeline  4 output ──
        RUN                                              STATE                     DONE       BEGAN    TIME DRIVEN BY
      > RELEASE-20261121-101500                          » running     ████░░░░░░  40 %   1 min ago    1:35 4121 on build-3
        RELEASE-20261120-090000                          ✗ failed      ████░░░░░░  40 %   1 min ago    1:11
        SAFE-MERGE-20261119-090000                       ! left alone  ████░░░░░░  40 %   1 min ago    1:11
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       RELEASE-20261121-101500  driven by 4121 on build-3
         file      release.json, version 1.0
         runs      integration-tests
         failed    lint: it took longer than 20 s and was ended
         folder    /repo/.git/intorch/pipelines/RELEASE-20261121-101500
























      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

       enter open  X cancel run  / filter  q leave  ? help
      "
    `);
  });

  it('that pass the filter are shown alone', () => {
    const filtered = (text: string) => monitorScreen(THREE, { view: { filter: { text, typing: false } } });
    expect(filtered('safe')).not.toContain('RELEASE-2026');
    expect(filtered('failed')).toContain('> RELEASE-20261120-090000');
    expect(filtered('nothing')).toContain('No run matches "nothing"; esc shows all');
  });

  it('scroll, and the title says which are in view', () => {
    const many = Array.from({ length: 50 }, (_, index) => listingOf(named(`RUN-${index}`)));
    const screen = monitorScreen(monitorSnapshot(many, null), { view: { run: 'RUN-40' as PipelineRunId } });
    expect(screen).toContain('> RUN-40');
    expect(screen).toMatch(/RUN +\d+-\d+ of 50/);
  });

  it('are none yet: then the screen says how to start one', () => {
    expect(monitorScreen(monitorSnapshot([], null))).toContain(
      'No pipeline has run here yet. Start one: intorch pipeline run FILE',
    );
  });
});

describe('the steps of a run', () => {
  it('are listed by level with state, tries, time and bar, and the end of the output of the selected one', () => {
    expect(shown(THREE, { view: { place: 'steps' }, output: OUTPUT })).toMatchInlineSnapshot(`
      "
       steps │ » running │ RELEASE                      2 of 5 steps  ✗1 failed  1:35
       ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 40 %  driven by 4121 on build-3
      ─────────────────────────────────────── 1 runs  2 steps  3 timeline  4 output ──
        LEVEL STEP             STATE           TRY    TIME 0:00         0:47      1:35
            1 fetch            ✓ succeeded     1/1    0:08 ██✓
            2 build            ✓ succeeded     2/3    0:29 ..▒▒▒✗─────2███████✓
            2 lint             ✗ failed        1/1    0:20 ..▒▒▒▒▒▒✗
      >     3 integration-tes… » running       1/1    0:24 ....................███████
            4 report           . waits                     ...........................
      ────────────────────────────────────────────────────────────────────────────────
       integration-tests  npm test
         critical; if it fails: aborts the run
         try 1 » running 0:24
      ── log (follows) ───────────────────────────────────────────────────────────────
      > test

      ok 1 - adds
      ok 2 - subtracts
      not ok 3 - divides


      ────────────────────────────────────────────────────────────────────────────────

       enter open  esc back  x cancel step  X cancel run  3 timeline  q leave  ? help
      "
    `);
    expect(shown(THREE, { view: { place: 'steps', step: 'build' }, ...SMALL })).toMatchInlineSnapshot(`
      "
       steps │ » running │ RELEASE         2 of 5 steps  ✗1  1:35
      ─────────────────── 1 runs  2 steps  3 timeline  4 output ──
        LEVEL STEP             STATE           TRY    TIME
            1 fetch            ✓ succeeded     1/1    0:08
      >     2 build            ✓ succeeded     2/3    0:29
            2 lint             ✗ failed        1/1    0:20
            3 integration-tes… » running       1/1    0:24
            4 report           . waits
      ────────────────────────────────────────────────────────────
       build  npm run build
         critical; if it fails: aborts the run
         try 1 ✗ failed 0:12  try 2 ✓ succeeded 0:29
      ── no log yet ──────────────────────────────────────────────




       enter open  esc back  X cancel run  3 timeline  ? help
      "
    `);
    expect(
      shown(THREE, { view: { place: 'steps', step: 'lint' }, ...WIDE, output: OUTPUT }),
    ).toMatchInlineSnapshot(`
      "
       intorch │ pipelines │ steps │ » running │ RELEASE                                                            2 of 5 steps  ✗1 failed  1:35
       ████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░                                               40 %  driven by 4121 on build-3
      ─────────────────────────────────────────────────────────────────────────────────────────────────── 1 runs  2 steps  3 timeline  4 output ──
        LEVEL STEP              STATE           TRY    TIME 0:00                                       0:47                                   1:35
            1 fetch             ✓ succeeded     1/1    0:08 ████████✓
            2 build             ✓ succeeded     2/3    0:29 ........▒▒▒▒▒▒▒▒▒▒▒✗─────────────────2█████████████████████████✓
      >     2 lint              ✗ failed        1/1    0:20 .........▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒✗
            3 integration-tests » running       1/1    0:24 ................................................................██████████████████████
            4 report            . waits                     ......................................................................................
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       lint  npm run lint
         it took longer than 20 s and was ended  │ not critical; if it fails: the rest goes on
         try 1 ✗ failed 0:20
      ── log (follows) ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
      > test

      ok 1 - adds
      ok 2 - subtracts
      not ok 3 - divides


















      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

       enter open  esc back  X cancel run  r retry  3 timeline  q leave  ? help
      "
    `);
  });

  it('say for what they wait, and when the next try begins', () => {
    const waiting = runAt(RUN, [
      [80, ends('integration-tests', 'exit status 1')],
      [81, { type: 'step_reopened', step: 'build' }],
      [82, starts('build', 3)],
      [90, ends('build', 'exit status 2')],
    ]);
    const at = (step: string) =>
      monitorScreen(monitorSnapshot([listingOf(waiting)], waiting), { view: { place: 'steps', step } });
    expect(at('build')).toMatch(/build +\. retry 0:15 +3\/3/);
    expect(at('integration-tests')).toContain('waits for build  │ critical; if it fails: aborts the run');
  });

  it('scroll, and the title says which are in view', () => {
    const [step] = RUN.pipeline.steps;
    if (step === undefined) throw new Error('the sample has steps');
    const many = Array.from({ length: 120 }, (_, index) => ({ ...step, id: `step-${index}` }));
    const run = freshRun({ ...RUN.pipeline, steps: many });
    const at = (place: 'steps' | 'timeline') =>
      monitorScreen(monitorSnapshot([listingOf(run)], run), { view: { place, step: 'step-110' } });
    expect(at('steps')).toMatch(/STEP {2}10\d-11\d of 120/);
    expect(at('steps')).toMatch(/> +1 step-110 /);
    expect(at('timeline')).toContain('> step-110');
  });

  it('that ran when their driver was lost are not said to run', () => {
    const screen = monitorScreen(ALONE, { view: { place: 'steps' } });
    expect(screen).toContain('! was running');
    expect(screen).toContain('nobody drives it: r resumes it');
    expect(screen).toContain('What drove this run has ended; all that it did is kept. r goes on with it');
    expect(screen).not.toContain('» running');
    // Its clock stands still at the last thing that is known.
    expect(screen).toContain('1:11');
  });

  it('of a run that is not read yet are being read', () => {
    const unread = monitorSnapshot([listingOf(RUN)], null);
    expect(monitorScreen(unread, { view: { place: 'steps' } })).toContain('Reading RELEASE-20261121-101500');
  });

  it('have names and commands that are data: nothing of them reaches the terminal but what can be seen', () => {
    const [first, ...rest] = RUN.pipeline.steps;
    if (first === undefined) throw new Error('the sample has steps');
    const hostile = { ...first, name: 'x\x1b]0;mine\x07y\n\u202ez', args: ['\x1b[2J\x9b31m'] };
    const run = { ...RUN, file: '\x1b[2Jfile', pipeline: { ...RUN.pipeline, steps: [hostile, ...rest] } };
    const snapshot = monitorSnapshot([listingOf(run)], run);
    for (const place of ['runs', 'steps', 'timeline', 'output'] as const)
      expect(monitorScreen(snapshot, { view: { place, step: 'fetch' } })).not.toMatch(
        /[[\p{Cc}\p{Cf}]--[\n]]/v,
      );
    expect(monitorScreen(snapshot, { view: { place: 'steps', step: 'fetch' } })).toContain('xy z: git');
  });
});

describe('the timeline', () => {
  it('shows to scale when each step waited, ran and was tried again', () => {
    expect(shown(THREE, { view: { place: 'timeline', step: 'build' } })).toMatchInlineSnapshot(`
      "
       timeline │ » running │ RELEASE                   2 of 5 steps  ✗1 failed  1:35
       ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 40 %  driven by 4121 on build-3
      ─────────────────────────────────────── 1 runs  2 steps  3 timeline  4 output ──
        STEP              0:00                          0:47                      1:35
        fetch             █████✓
      > build             .....▒▒▒▒▒▒▒▒✗───────────2██████████████████✓
        lint              ......▒▒▒▒▒▒▒▒▒▒▒▒✗
        integration-tests ............................................████████████████
        report            ............................................................
      ────────────────────────────────────────────────────────────────────────────────
       . waits  █ runs  ▒ failed try  ─ pause before a try  2 second try
       build  npm run build
         critical; if it fails: aborts the run
         try 1 ✗ failed 0:12  try 2 ✓ succeeded 0:29
      ── no log yet ──────────────────────────────────────────────────────────────────






      ────────────────────────────────────────────────────────────────────────────────

       enter open  esc back  X cancel run  q leave  ? help
      "
    `);
    expect(shown(THREE, { view: { place: 'timeline' }, ...SMALL })).toMatchInlineSnapshot(`
      "
       timeline │ » running │ RELEASE      2 of 5 steps  ✗1  1:35
      ─────────────────── 1 runs  2 steps  3 timeline  4 output ──
        STEP              0:00                0:47            1:35
        fetch             ███✓
        build             ...▒▒▒▒▒✗────────2███████████✓
        lint              ....▒▒▒▒▒▒▒▒✗
      > integration-tests .............................███████████
        report            ........................................
      ────────────────────────────────────────────────────────────
       . waits  █ runs  ▒ failed try  ─ pause before a try  2
       second try
       integration-tests  npm test
         critical; if it fails: aborts the run
         try 1 » running 0:24



       enter open  esc back  x cancel step  X cancel run  ? help
      "
    `);
  });

  it('is read without colours and in ASCII', () => {
    const screen = monitorScreen(THREE, {
      view: { place: 'timeline', step: 'build' },
      theme: { ascii: true },
    });
    expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
    expect(screen).toMatch(/build +\.+x+-+2#+\+/);
  });
});

describe('the output of a step', () => {
  it('has the whole screen, with which try it is of', () => {
    expect(
      shown(THREE, { view: { place: 'output', step: 'build', attempt: 1 }, output: OUTPUT }),
    ).toMatchInlineSnapshot(`
      "
       output │ » running │ RELEASE                     2 of 5 steps  ✗1 failed  1:35
       ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 40 %  driven by 4121 on build-3
      ─────────────────────────────────────── 1 runs  2 steps  3 timeline  4 output ──
       build  try 1 of 2  ✗ failed 0:12  exit status 2
       raw: /repo/.git/intorch/pipelines/RELEASE-20261121-101500/logs/build.1.log
      ── log (follows) ───────────────────────────────────────────────────────────────
      > test

      ok 1 - adds
      ok 2 - subtracts
      not ok 3 - divides










      ────────────────────────────────────────────────────────────────────────────────

       esc back  f follow  n next error  o open all  w wrap  ? help
      "
    `);
  });

  it('shows the lines that match alone', () => {
    const view = { place: 'output', filter: { text: 'ok 3', typing: false } } as const;
    expect(monitorScreen(THREE, { view, output: OUTPUT })).not.toContain('ok 1');
  });
});

describe('what lies over a screen', () => {
  it('is the help, with the reason for what is off', () => {
    const overlay = { kind: 'help', text: '', selected: 0 } as const;
    expect(shown(THREE, { view: { place: 'runs', overlay }, rows: 22 })).toMatchInlineSnapshot(`
      "
       runs                                                         1 running  3 runs
       ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 40 %  driven by 4121 on build-3
      ─────────────────────────────────────── 1 runs  2 steps  3 timeline  4 output ──
       Keys for: runs     search: _

      > enter right       open the run, or the output of the step
        esc               back
        X                 cancel the run; again: steps that always run as well (asks)
        r                 retry, or go on with a run left alone (asks)   off: It runs
        /                 show only what matches
        up k              up
        down j            down
        pgup ctrl+u       page up
        pgdn ctrl+d       page down
        home g            first line
        end G             last line
        1                 all runs
        2                 the steps of the run, by level
        3                 when each step waited, ran and was tried again
      ────────────────────────────────────────────────────────────────────────────────

       enter choose  esc back
      "
    `);
  });

  it('is a terminal that is too small, with the one thing that fits', () => {
    expect(monitorScreen(THREE, { columns: 50, rows: 10 }).trim()).toBe(
      '» running 40 %  60x15 is the least; now 50x10',
    );
  });

  it('is that the runs cannot be read any more', () => {
    expect(monitorScreen(THREE, { trouble: 'disk I/O error' })).toContain(
      'cannot be read, so this is from before: disk I/O error',
    );
  });
});

it('read out, it is one thing after the other, without bars', () => {
  expect(
    shown(THREE, { view: { place: 'steps' }, theme: { linear: true }, output: OUTPUT }),
  ).toMatchInlineSnapshot(`
    "
     steps  » running  RELEASE   2 of 5 steps  ✗1 failed  1:35
        40 %  driven by 4121 on build-3
      LEVEL STEP   STATE     TRY   TIME
        1 fetch   ✓ succeeded     1/1   0:08
        2 build   ✓ succeeded     2/3   0:29
        2 lint   ✗ failed     1/1   0:20
    >   3 integration-tes… » running     1/1   0:24
        4 report   . waits
     integration-tests  npm test
      critical; if it fails: aborts the run
       try 1 » running 0:24
      log (follows)
    > test
    ok 1 - adds
    ok 2 - subtracts
    not ok 3 - divides
     enter open  esc back  x cancel step  X cancel run  3 timeline  q leave  ? help
    "
  `);
});
