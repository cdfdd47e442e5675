import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/cli/arguments/parse-args.ts';
import { type DoctorContext, doctor } from '../../../src/cli/doctor/doctor.ts';
import { IntorchError } from '../../../src/domain/shared/errors.ts';
import type { SessionId } from '../../../src/domain/shared/ids.ts';
import { capturedIo } from '../../support/cli.ts';
import { fine } from '../../support/doctor.ts';
import { sampleGate, sampleInstant, sampleSettings } from '../../support/states.ts';

const healthy: DoctorContext = {
  machine: async () => fine,
  terminal: { interactive: true, columns: 120, rows: 40, env: { LANG: 'C.UTF-8' } },
  config: async () => ({
    settings: sampleSettings({ gates: [sampleGate('test')], target: 'main' }),
    from: 'main:intorch.yaml',
    notes: [],
  }),
  confinable: async () => sampleSettings({ gates: [sampleGate('test')] }),
  target: async () => 'main',
  lockOwner: async () => null,
  engineAnswers: async () => null,
  sessions: async () => [],
  brokenRefs: async () => [],
  missingWorkspaces: async () => [],
  behind: async () => [],
};

async function examine(context: Partial<DoctorContext>, ...flags: readonly string[]) {
  const { io, out } = capturedIo();
  const status = await doctor({ ...healthy, ...context }, parseCommandLine(['doctor', ...flags]), io);
  return { status, out: out() };
}

test('a healthy repository passes, line by line', async () => {
  expect(await examine({})).toEqual({
    status: 0,
    out: [
      '✔ ok    git         2.47.1',
      '✔ ok    node        24.21.0',
      '✔ ok    sqlite      3.51.3, write-ahead log',
      '✔ ok    state       /repo/.git: 20 GiB free',
      '✔ ok    copies      workspaces in /cache/repo: 20 GiB free',
      '✔ ok    repository  /repo: complete',
      '✔ ok    config      main:intorch.yaml: 1 gate, target main',
      '✔ ok    sandbox     gates are not shut in',
      '✔ ok    target      main',
      '✔ ok    lock        free',
      '✔ ok    session     none unfinished',
      '✔ ok    refs        what they point at is there',
      '✔ ok    workspaces  all recorded workspaces exist',
      '✔ ok    terminal    120x40, UTF-8',
      '',
      'intorch can work here',
      '',
    ].join('\n'),
  });
});

test('a wrong configuration fails with each of its lines and the remedy', async () => {
  const config = () =>
    Promise.reject(
      new IntorchError('CONFIG_INVALID', 'The configuration has 1 problem\n  intorch.yaml:1:1: wrong'),
    );
  const { status, out } = await examine({ config });

  expect(status).toBe(1);
  expect(out).toMatch(
    /✖ fail {2}config {6}The configuration has 1 problem\n.*intorch\.yaml:1:1: wrong\n {20}Correct the line/,
  );
  expect(out).toContain('1 problem to solve first');
});

test('outside of a repository only the machine is looked at', async () => {
  const never = () => Promise.reject(new Error('asked'));
  const { status, out } = await examine({
    machine: async () => ({ ...fine, repository: null }),
    config: never,
    lockOwner: never,
  });

  expect(status).toBe(1);
  expect(out).not.toContain('asked');
});

test('who holds the lock is said, and whether it answers', async () => {
  const owner = {
    pid: 42,
    host: 'here',
    started_at: sampleInstant(),
    session_id: 'wave1-20261121-101500' as SessionId,
    role: 'engine' as const,
  };
  const alive = await examine({ lockOwner: async () => owner, engineAnswers: async () => true });
  const mute = await examine({ lockOwner: async () => owner, engineAnswers: async () => false });

  expect(alive.out).toContain(
    'lock        held by engine 42 on here since 2026-11-21 10:15 UTC, session wave1-20261121-101500',
  );
  expect(mute.out).toContain('and does not answer');
  expect(mute.status).toBe(0);
});

test('a missing workspace and an unfinished session are said', async () => {
  const record = {
    id: 'wave1-20261121-101500' as SessionId,
    kind: 'integration',
    created_at: sampleInstant(),
    summary: 'READY',
    finished: false,
  };
  const { out } = await examine({
    missingWorkspaces: async () => ['/slots/1'],
    sessions: async () => [record],
  });

  expect(out).toContain('! warn  workspaces  gone: /slots/1');
  expect(out).toContain('wave1-20261121-101500 is unfinished (READY)');
});

test('--json gives the same checks', async () => {
  const { out } = await examine({}, '--json');

  expect(JSON.parse(out).checks).toContainEqual({ name: 'lock', verdict: 'ok', says: 'free', remedy: null });
});

test('a branch that is behind what was fetched for it is a warning, and a comparison that fails is none', async () => {
  const behind = async () => [
    {
      kind: 'target_behind' as const,
      subject: 'main',
      severity: 'MEDIUM' as const,
      checkpoint_says: 'behind origin/main by 3 commits',
      git_says: 'bring it up to date',
    },
  ];
  const said = await examine({ behind });
  const failed = await examine({ behind: () => Promise.reject(new Error('no')) });

  expect(said.status).toBe(0);
  expect(said.out).toMatch(/! warn +upstream +main: behind origin\/main by 3 commits\n +bring it up to date/);
  expect(failed.out).not.toContain('upstream');
});

test('a repository without a branch to land on is a problem, as it is for a plan', async () => {
  const target = () =>
    Promise.reject(new IntorchError('TARGET_MISSING', 'this repository has no commits yet'));
  const { status, out } = await examine({ target });

  expect(status).toBe(1);
  expect(out).toContain('✖ fail  target      this repository has no commits yet');
  expect(out).toContain('1 problem to solve first');
});

test('an owner that took the lock before it knew its session drives the unfinished one', async () => {
  const owner = {
    pid: 42,
    host: 'here',
    started_at: sampleInstant(),
    session_id: 'none' as SessionId,
    role: 'engine' as const,
  };
  const { out } = await examine({ lockOwner: async () => owner, engineAnswers: async () => true });

  expect(out).toContain('session not known yet');
});

test('gates that are to be shut in, and cannot be, are a problem with its remedy', async () => {
  const { out, status } = await examine({
    confinable: async () => {
      throw new IntorchError(
        'SANDBOX_MISSING',
        'Cannot shut gates in: bubblewrap (bwrap) is not on the PATH',
      );
    },
  });

  expect(status).toBe(1);
  expect(out).toContain('✖ fail  sandbox     Cannot shut gates in: bubblewrap (bwrap) is not on the PATH');
  expect(out).toContain('Install bubblewrap, name a wrapper under sandbox.command, or set sandbox.mode: off');
});
