import { expect, it } from 'vitest';
import type { RunState } from '../../../src/domain/pipeline/state.ts';
import { epochMs, instantOf } from '../../../src/domain/shared/time.ts';
import { lineText, lineWidth } from '../../../src/tui/frame/line.ts';
import { axis, scaleOf, stepBar } from '../../../src/tui/monitor/timeline.ts';
import { freshRun, samplePipeline } from '../../support/pipelines.ts';
import { BEGAN, ends, runAt, starts } from '../support/monitor.ts';

const RUN = freshRun(samplePipeline([{ id: 'a', retries: 2, retry_delay_sec: 4 }]));
type Happened = Parameters<typeof runAt>[1];

/** Twenty columns for as many seconds. */
function bar(happened: Happened, second = 20, start: RunState = RUN): string {
  const run = runAt(start, happened);
  const now = instantOf(epochMs(BEGAN) + 1000 * second);
  const [step] = run.steps;
  return step === undefined ? '' : lineText(stepBar(step, scaleOf(run, now, 20)));
}

it.each<readonly [string, string, Happened]>([
  ['waits until now', '....................', []],
  ['waits, then runs until now', '.....███████████████', [[5, starts('a')]]],
  [
    'ran, and then nothing',
    '.....█████✓         ',
    [
      [5, starts('a')],
      [10, ends('a')],
    ],
  ],
  [
    'failed once, and pauses before the next try',
    '..▒▒▒▒✗─────────────',
    [
      [2, starts('a')],
      [6, ends('a', 'exit status 1')],
    ],
  ],
  [
    'has the number of each try from the second, and how it ended',
    '..▒▒▒▒✗───2▒✗───3██✓',
    [
      [2, starts('a')],
      [6, ends('a', 'exit status 1')],
      [10, starts('a', 2)],
      [12, ends('a', 'exit status 1')],
      [16, starts('a', 3)],
      [19, ends('a')],
    ],
  ],
  [
    'was lost with what ran it',
    '..▒▒▒▒!─────────────',
    [
      [2, starts('a')],
      [6, { type: 'actions_interrupted' }],
    ],
  ],
  ['never ran', '                    ', [[3, { type: 'step_cancelled', step: 'a' }]]],
])('a step that %s', (_, drawn, happened) => {
  expect(bar(happened)).toBe(drawn);
});

it('a try that is shorter than a column has one', () => {
  const happened: Happened = [
    [5, starts('a')],
    [5.1, ends('a')],
  ];
  expect(bar(happened)).toBe('.....✓              ');
  expect(bar(happened, 5.1)).toBe('...................✓');
});

it('a bar is as wide as its column, whatever the clock says', () => {
  for (const second of [0, 1, 7, 100_000]) {
    const [step] = RUN.steps;
    const scale = scaleOf(RUN, instantOf(epochMs(BEGAN) + 1000 * second - 500), 20);
    if (step !== undefined) expect(lineWidth(stepBar(step, scale))).toBe(20);
  }
});

it('times stand above the bars, in the middle where there is room', () => {
  const scale = scaleOf(RUN, instantOf(epochMs(BEGAN) + 90_000), 30);
  expect(lineText(axis(scale))).toBe('0:00           0:45       1:30');
  expect(lineText(axis({ ...scale, width: 16 }))).toBe('0:00        1:30');
});
