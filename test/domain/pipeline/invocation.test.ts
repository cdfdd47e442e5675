import { describe, expect, it } from 'vitest';
import { stepInvocation } from '../../../src/domain/pipeline/invocation.ts';
import { freshRun, runToEnd, samplePipeline } from '../../support/pipelines.ts';

function invocationOf(
  step: object,
  { variables = {}, globals = {} }: { variables?: Record<string, string>; globals?: object } = {},
) {
  const run = freshRun(
    samplePipeline(
      [
        { id: 'before', on_failure: 'continue' },
        { id: 'a', depends_on: ['before'], ...step },
      ],
      {
        ...globals,
        env: { X: 'unset', ...(globals as { env?: object }).env },
      },
    ),
    variables,
  );
  const [, last] = run.pipeline.steps;
  if (last === undefined) throw new Error('no step');
  return stepInvocation(runToEnd(run, { before: 1 }), last, { attempt: 2 });
}

const HOSTILE = `a b"; touch /tmp/x; $(reboot) 'c`;

describe('a value never becomes a word of its own, nor a command', () => {
  it('without a shell it stays one argument', () => {
    const { file, args } = invocationOf(
      { command: 'echo', args: ['${X}', '-${X}-'] },
      { variables: { X: HOSTILE } },
    );

    expect([file, args]).toEqual(['echo', [HOSTILE, `-${HOSTILE}-`]]);
  });

  it('with a shell it is a variable of the shell, and the line stays as the file has it', () => {
    const { file, args, env } = invocationOf(
      { command: 'echo "${X}" ${Y:-none} ${steps.before.state} $${HOME}', shell: true, args: ['${X}'] },
      { variables: { X: HOSTILE } },
    );

    expect([file, args]).toEqual([
      '/bin/sh',
      ['-c', 'echo "${X}" ${Y:-none} ${steps_before_state} ${HOME}', 'a', HOSTILE],
    ]);
    expect(env).toMatchObject({ X: HOSTILE, steps_before_state: 'FAILED' });
  });
});

it('what is given counts more than globals.env, and a step may say otherwise', () => {
  const globals = { env: { A: 'globals', B: 'of ${RUN_ID}', C: 'globals' } };
  const { env, args } = invocationOf(
    { args: ['${A} ${B}'], env: { C: 'step ${A}' } },
    { variables: { A: 'given', X: 'x' }, globals },
  );

  expect(args).toEqual(['given of TEST-20261121-101500']);
  expect(env).toMatchObject({
    A: 'given',
    B: 'of TEST-20261121-101500',
    C: 'step given',
    PIPELINE_STEP_ID: 'a',
    PIPELINE_ATTEMPT: '2',
  });
});

it('only a critical step has its grace period on top of its timeout', () => {
  const timed = { timeout_sec: 10, critical_grace_period_sec: 5 };

  expect(invocationOf({ ...timed, critical: true }).timeout_ms).toBe(15_000);
  expect(invocationOf({ ...timed, critical: false }).timeout_ms).toBe(10_000);
  expect(invocationOf({}, { globals: { default_timeout_sec: 7 } }).timeout_ms).toBe(7000);
});
