import { describe, expect, it } from 'vitest';
import type { Elsewhere } from '../../src/tui/screen-input.ts';
import { screenOf } from './support/looks.ts';
import { planned, testing } from './support/moments.ts';
import { past } from './support/past.ts';

const shown = (...given: Parameters<typeof screenOf>) => `\n${screenOf(...given)}\n`;
const HISTORY = { view: { place: 'history' }, past: { kind: 'read', sessions: past() } } as const;
const WIDE = { columns: 140, rows: 40 };
const RUN: Elsewhere = {
  role: 'run',
  pid: 4121,
  host: 'build-3',
  since: '2026-11-20T08:12:00.000Z',
  seen: 'working',
  can_stop: true,
};
const ELSEWHERE = {
  elsewhere: RUN,
  view: { overlay: { kind: 'elsewhere', selected: 0, sure: false } },
} as const;

describe('the sessions of a repository', () => {
  it('are listed with how they came out, and the way to the report', () => {
    expect(shown(testing(), HISTORY)).toMatchInlineSnapshot(`
      "
       history │ integrating │ phase1/wave2-integration               2 of 3 in  9:52
       ██████████████████░░░░░░░░░ main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
        SESSION                                  BEGAN     IN    TIME RESULT
      > wave-12                                1 h ago   9/10   18:32 ✓ landed
        wave-11                               24 h ago  10/10   18:32 ✓ landed
        wave-10                                2 d ago    0/8   18:32 - rolled back
      ────────────────────────────────────────────────────────────────────────────────
       wave-12  integration/wave-12 onto main
         commits    074a83b2 to 12c97356
         conflicts  5: 3 by rule, 2 by you; most in src/auth/login.py 4, api/types.ts…
         answers    4 by you, to questions of any kind
         gate       unit_tests: 487 tests passed
         report     /reports/wave-12/INTEGRATION_REPORT.md

       LAST 3 SESSIONS   green at once: median 70 %





      ────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       enter open  esc back  P pipelines  ? help
      "
    `);
  });
  it('are listed with more where there is room', () => {
    expect(shown(testing(), { ...HISTORY, ...WIDE })).toMatchInlineSnapshot(`
      "
       intorch │ history │ integrating │ phase1/wave2-integration on main                                                         2 of 3 in  9:52
       ████████████████████████████████████████░░░░░░░░░░░░░░░░░░░░                            main is untouched  saved 3 s ago  engine 4121 live
      ───────────────────────────────────────────────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──
        SESSION                                  BEGAN     IN BY YOU BY RULE GREEN AT ONCE    TIME RESULT
      > wave-12                                1 h ago   9/10      2       3          7/10   18:32 ✓ landed
        wave-11                               24 h ago  10/10      1       4          9/10   18:32 ✓ landed
        wave-10                                2 d ago    0/8      1       4           3/8   18:32 - rolled back
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       wave-12  integration/wave-12 onto main
         commits    074a83b2 to 12c97356
         conflicts  5: 3 by rule, 2 by you; most in src/auth/login.py 4, api/types.ts 1
         answers    4 by you, to questions of any kind
         gate       unit_tests: 487 tests passed
         report     /reports/wave-12/INTEGRATION_REPORT.md

       LAST 3 SESSIONS   green at once: median 70 %





















      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       » unit_tests and build on controller
       enter open  esc back  P pipelines  ? help
      "
    `);
  });
  it('say that they are being read, that there are none, or why they cannot be', () => {
    const said = (given: Parameters<typeof screenOf>[1]) => screenOf(testing(), { ...HISTORY, ...given });
    expect(said({ past: { kind: 'reading' } })).toContain('Reading the sessions');
    expect(said({ past: { kind: 'read', sessions: [] } })).toContain('No session has been kept');
    expect(said({ past: { kind: 'failed', because: 'no room' } })).toContain('cannot be read: no room');
  });
});

describe('a session that somebody else drives', () => {
  it('says who, since when, and what can be done', () => {
    expect(shown(planned(), ELSEWHERE)).toMatchInlineSnapshot(`
      "
       plan │ ready │ phase1/wave2-integration                0 of 9 in  ! 1 question
       ░░░░░░░░░░░░░░░░░░░░░░░░░░░ main is untouched  saved 3 s ago  run 4121 watched
      ───────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──

       intorch run, without a screen works on this repository

         process    4121 on this host
         since      2026-11-20T08:12:00.000Z
         state      live: it holds the lock of this repository

      > Watch                   watch; keys are ignored
        Try again               see whether it has ended
        Stop it and go on here  asks once more
        Leave                   everything stays as it is

       Only one session can run; the lock prevents a second. main is safe.





      ────────────────────────────────────────────────────────────────────────────────
       Watching: run 4121 decides; c shows what can be done
       enter choose  esc back
      "
    `);
  });
  it('says the same where there is room', () => {
    expect(shown(planned(), { ...ELSEWHERE, ...WIDE })).toMatchInlineSnapshot(`
      "
       intorch │ plan │ ready │ phase1/wave2-integration on main                                                          0 of 9 in  ! 1 question
       ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░                            main is untouched  saved 3 s ago  run 4121 watched
      ───────────────────────────────────────────────────────────────────────────────────────────── 1 plan  2 run  3 gates  4 record  5 history ──

       intorch run, without a screen works on this repository

         process    4121 on this host
         since      2026-11-20T08:12:00.000Z
         state      live: it holds the lock of this repository

      > Watch                   watch; keys are ignored
        Try again               see whether it has ended
        Stop it and go on here  asks once more
        Leave                   everything stays as it is

       Only one session can run; the lock prevents a second. main is safe.





















      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       Watching: run 4121 decides; c shows what can be done
       enter choose  esc back
      "
    `);
  });
  it('is looked on at, with no key that would ask something of it', () => {
    const [notice, hints] = screenOf(planned(), { elsewhere: RUN }).split('\n').slice(-2);
    expect(notice).toContain('Watching: run 4121 decides; c shows what can be done');
    expect(hints).not.toContain('start');
  });
  it('is not called dead when nobody can ask', () => {
    const far: Elsewhere = { ...RUN, role: 'engine', seen: 'unverifiable', can_stop: false };
    const text = screenOf(planned(), { ...ELSEWHERE, elsewhere: far });
    expect(text).toContain('4121 on host build-3');
    expect(text).toContain('unverifiable: nobody can ask another host from here');
    expect(text).not.toContain('Stop it');
  });
  it('is ended only after a second yes', () => {
    const view = { overlay: { kind: 'elsewhere', selected: 0, sure: true } } as const;
    expect(screenOf(planned(), { elsewhere: RUN, view })).toMatch(/> Leave it alone.*\n.*Stop run 4121/);
  });
});
