/** What each policy does, in every combination; and what holds for any graph. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pipelineMachine } from '../../../src/domain/pipeline/machine.ts';
import { progressPct, whyOf } from '../../../src/domain/pipeline/selectors.ts';
import type { RunState } from '../../../src/domain/pipeline/state.ts';
import { isOver } from '../../../src/domain/shared/scheduling/schedule.ts';
import { afterwards, anyRun, freshRun, runToEnd, samplePipeline, statesOf } from '../../support/pipelines.ts';

/** `a` fails; `b` depends on it, `c` on `b`; `tidy` always runs after `c`; `other` depends on nothing and is last in the file. */
function failing(critical: boolean, on_failure: string, dependents: boolean) {
  const steps = [
    { id: 'a', critical, on_failure },
    { id: 'b', depends_on: ['a'], critical: dependents },
    { id: 'c', depends_on: ['b'], critical: dependents },
    { id: 'tidy', depends_on: ['c'], condition: 'always()' },
    { id: 'other' },
  ];
  return runToEnd(freshRun(samplePipeline(steps, { max_concurrency: 1 })), { a: 9 });
}

const [DONE, LOST] = ['SUCCEEDED', 'CANCELLED'] as const;
describe.each([
  // on_failure, critical, dependents critical: b, c, tidy, other, and the run
  ['abort', true, true, LOST, LOST, DONE, LOST, 'failed'],
  ['abort', true, false, LOST, LOST, DONE, LOST, 'failed'],
  ['abort', false, true, DONE, DONE, DONE, DONE, 'succeeded'],
  ['abort', false, false, DONE, DONE, DONE, DONE, 'succeeded'],
  ['skip_dependents', true, true, 'SKIPPED', 'SKIPPED', DONE, DONE, 'failed'],
  ['skip_dependents', true, false, 'SKIPPED', 'SKIPPED', DONE, DONE, 'failed'],
  ['skip_dependents', false, true, 'SKIPPED', 'SKIPPED', DONE, DONE, 'failed'],
  ['skip_dependents', false, false, 'SKIPPED', 'SKIPPED', DONE, DONE, 'succeeded'],
  ['continue', true, true, DONE, DONE, DONE, DONE, 'failed'],
  ['continue', true, false, DONE, DONE, DONE, DONE, 'failed'],
  ['continue', false, true, DONE, DONE, DONE, DONE, 'succeeded'],
  ['continue', false, false, DONE, DONE, DONE, DONE, 'succeeded'],
] as const)(
  '%s, critical: %s, dependents critical: %s',
  (on_failure, critical, dependents, b, c, tidy, other, state) => {
    it('leads to these states', () => {
      const run = failing(critical, on_failure, dependents);

      expect(statesOf(run)).toEqual({ a: 'FAILED', b, c, tidy, other });
      expect(run.state).toBe(state);
    });

    it('is never complete: a step failed', () => {
      expect(progressPct(failing(critical, on_failure, dependents))).toBeLessThan(100);
    });
  },
);

describe('a failure', () => {
  const ended = (steps: Parameters<typeof samplePipeline>[0], fails: Record<string, number>) =>
    runToEnd(freshRun(samplePipeline(steps)), fails);

  it('skips through every branch below it, and no dependent waits for ever', () => {
    const run = ended(
      [
        { id: 'root', on_failure: 'skip_dependents' },
        { id: 'left', depends_on: ['root'] },
        { id: 'right' },
        { id: 'join', depends_on: ['left', 'right'] },
        { id: 'leaf', depends_on: ['join'] },
      ],
      { root: 1 },
    );

    expect(run.steps.map((step) => [step.id, step.state, whyOf(step)])).toEqual([
      ['root', 'FAILED', 'exit status 1'],
      ['left', 'SKIPPED', 'root failed'],
      ['right', 'SUCCEEDED', null],
      ['join', 'SKIPPED', 'root failed'],
      ['leaf', 'SKIPPED', 'root failed'],
    ]);
  });

  it('that continues is seen by what depends on it', () => {
    const run = ended(
      [
        { id: 'lint', on_failure: 'continue', critical: false },
        { id: 'tell', depends_on: ['lint'], condition: "${steps.lint.state} == 'FAILED'" },
        { id: 'cheer', depends_on: ['lint'], condition: "${steps.lint.state} == 'SUCCEEDED'" },
      ],
      { lint: 1 },
    );

    expect(statesOf(run)).toEqual({ lint: 'FAILED', tell: 'SUCCEEDED', cheer: 'SKIPPED' });
    expect(run.state).toBe('succeeded');
  });

  it('ends a run although what its own condition left out is critical, and not because of that', () => {
    const run = ended([{ id: 'a' }, { id: 'alarm', depends_on: ['a'], condition: 'failure()' }], {});

    expect([run.state, statesOf(run)['alarm'], progressPct(run)]).toEqual(['succeeded', 'SKIPPED', 100]);
  });

  it('of a step before is what failure() waits for, even after an abort', () => {
    const run = ended(
      [
        { id: 'a' },
        { id: 'b', depends_on: ['a'] },
        { id: 'alarm', depends_on: ['b'], condition: 'failure()' },
      ],
      { a: 1 },
    );

    expect(statesOf(run)).toEqual({ a: 'FAILED', b: 'CANCELLED', alarm: 'SUCCEEDED' });
  });

  it('keeps a step with success() from starting even where the policy is to continue', () => {
    const run = ended(
      [
        { id: 'a', on_failure: 'continue' },
        { id: 'b', depends_on: ['a'] },
        { id: 'c', depends_on: ['b'], condition: 'success()' },
      ],
      { a: 1 },
    );

    expect(statesOf(run)).toEqual({ a: 'FAILED', b: 'SUCCEEDED', c: 'SKIPPED' });
  });

  it('is followed by as many tries as there are retries, each of them recorded, and each after its pause', () => {
    const run = ended([{ id: 'a', retries: 2, retry_delay_sec: 60 }], { a: 2 });

    expect(
      run.steps[0]?.attempts.map(({ attempt, state, started_at }) => [attempt, state, started_at]),
    ).toEqual([
      [1, 'FAILED', '2026-11-21T10:15:01.000Z'],
      [2, 'FAILED', '2026-11-21T10:16:03.000Z'],
      [3, 'SUCCEEDED', '2026-11-21T10:17:05.000Z'],
    ]);
    expect(run.state).toBe('succeeded');
  });
});

describe('somebody', () => {
  const two = () =>
    freshRun(
      samplePipeline([
        { id: 'a' },
        { id: 'b', depends_on: ['a'] },
        { id: 'unlock', depends_on: ['b'], condition: 'always()' },
      ]),
    );
  const asked = (run: RunState, command: Parameters<typeof pipelineMachine.decide>[1]) => {
    const decided = pipelineMachine.decide(run, command, run.updated_at, null);
    return 'refused' in decided ? decided.refused : pipelineMachine.transition(run, decided);
  };
  const cancelled = (run: RunState | string) => {
    if (typeof run === 'string') throw new Error(run);
    return run;
  };

  it('who cancels a run still gets what always runs; a second time, not even that', () => {
    const once = cancelled(asked(two(), { type: 'cancel' }));
    const twice = cancelled(asked(once, { type: 'cancel' }));

    expect(statesOf(runToEnd(once))).toEqual({ a: 'CANCELLED', b: 'CANCELLED', unlock: 'SUCCEEDED' });
    expect(statesOf(twice)).toEqual({ a: 'CANCELLED', b: 'CANCELLED', unlock: 'CANCELLED' });
    expect([runToEnd(once).state, twice.state]).toEqual(['cancelled', 'cancelled']);
    expect(asked(twice, { type: 'cancel' })).toBe('the run is over: cancelled');
  });

  it('who cancels a step gets its policy, as if it had failed', () => {
    const run = runToEnd(cancelled(asked(two(), { type: 'cancel_step', step: 'a' })));

    expect([statesOf(run), run.state]).toEqual([
      { a: 'CANCELLED', b: 'CANCELLED', unlock: 'SUCCEEDED' },
      'failed',
    ]);
    expect(asked(run, { type: 'cancel_step', step: 'bb' })).toBe('there is no step bb; did you mean b?');
  });

  it('who tries a failed step again goes on from there', () => {
    const failed = runToEnd(two(), { a: 1 });
    const again = cancelled(asked(failed, { type: 'retry_step', step: 'a' }));

    expect(again.state).toBe('running');
    expect(statesOf(runToEnd(again))).toEqual({ a: 'SUCCEEDED', b: 'SUCCEEDED', unlock: 'SUCCEEDED' });
    expect(asked(runToEnd(again), { type: 'retry_step', step: 'a' })).toBe('the step a is SUCCEEDED');
  });
});

describe('a run that was killed', () => {
  const started = (retries: number) => {
    const run = freshRun(samplePipeline([{ id: 'a', retries }]));
    const [action] = pipelineMachine.nextActions(run);
    if (action === undefined) throw new Error('nothing starts');
    return afterwards(run, { type: 'action_started', key: pipelineMachine.actionKey(action), action });
  };
  const resumed = (run: RunState) =>
    pipelineMachine.reconcile(run, { at: run.updated_at }).reduce(pipelineMachine.transition, run);

  it('counts the lost try, and tries again where there are retries', () => {
    const end = runToEnd(resumed(started(1)));

    expect(end.steps[0]?.attempts.map(({ state }) => state)).toEqual(['LOST', 'SUCCEEDED']);
  });

  it('fails where there are none', () => {
    expect(resumed(started(0)).state).toBe('failed');
  });

  it('that was stopped on purpose has lost nothing', () => {
    const end = runToEnd(afterwards(started(0), { type: 'actions_interrupted', asked: true }));

    expect(end.steps[0]?.attempts.map(({ state }) => state)).toEqual(['INTERRUPTED', 'SUCCEEDED']);
  });
});

describe('whatever happens to any pipeline, a step', () => {
  const always = (holds: (run: RunState) => void) =>
    fc.assert(
      fc.property(anyRun, (steps) => {
        for (const { after } of steps) holds(after);
      }),
      { numRuns: 300 },
    );

  it('never starts before what it depends on is over', () => {
    fc.assert(
      fc.property(anyRun, (steps) => {
        for (const { before, event } of steps) {
          if (event.type !== 'action_started') continue;
          const needs = before.pipeline.steps.find(({ id }) => id === event.action.step)?.depends_on ?? [];
          expect(before.steps.filter(({ id }) => needs.includes(id)).every(isOver)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never runs beside more than the limit, nor beside one with the same resource', () => {
    always(({ steps, pipeline }) => {
      const running = steps.filter(({ state }) => state === 'RUNNING').map(({ id }) => id);
      const resources = pipeline.steps.flatMap(({ id, exclusive }) =>
        running.includes(id) ? exclusive : [],
      );
      expect(running.length).toBeLessThanOrEqual(pipeline.globals.max_concurrency);
      expect(new Set(resources).size).toBe(resources.length);
    });
  });

  it('has a reason for its end, and never more failures than its retries allow', () => {
    always(({ steps, pipeline }) => {
      for (const [index, step] of steps.entries()) {
        const last = step.attempts.at(-1)?.state;
        if (step.state === 'SUCCEEDED') expect(last).toBe('SUCCEEDED');
        if (step.state === 'FAILED') expect(['FAILED', 'LOST']).toContain(last);
        if (step.state !== 'PENDING' && step.state !== 'RUNNING' && step.state !== 'SUCCEEDED')
          expect(whyOf(step)).not.toBeNull();
        expect(step.failures).toBeLessThanOrEqual((pipeline.steps[index]?.retries ?? 0) + 1);
      }
    });
  });

  it('is never over while the run is not, where all are over', () => {
    always((run) => expect(run.steps.every(isOver)).toBe(run.ended_at !== null));
  });
});
