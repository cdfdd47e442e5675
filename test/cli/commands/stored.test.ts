import { expect, test } from 'vitest';
import type { Io } from '../../../src/cli/arguments/io.ts';
import { type Invocation, parseCommandLine } from '../../../src/cli/arguments/parse-args.ts';
import { checkpointCommand } from '../../../src/cli/commands/checkpoint.ts';
import { reportCommand } from '../../../src/cli/commands/report.ts';
import { statusCommand } from '../../../src/cli/commands/status.ts';
import type { SessionContext } from '../../../src/cli/repository/session-context.ts';
import { NO_SESSION } from '../../../src/cli/session/hold-lock.ts';
import type { SessionId } from '../../../src/domain/shared/ids.ts';
import { capturedIo } from '../../support/cli.ts';
import { finishedState, midConflictState, sampleInstant, startedState } from '../../support/states.ts';
import { type Stored, storedFile, storedSessions } from '../../support/stored-session.ts';

const NEW = 'wave2-20261121-101500' as SessionId;
const OLD = 'wave1-20261120-101500' as SessionId;

type ContextCommand = (context: SessionContext, invocation: Invocation, io: Io) => Promise<number>;

async function say(command: ContextCommand, { context }: Stored, ...argv: readonly string[]) {
  const { io, out, err } = capturedIo();
  const exit = await command(context, parseCommandLine(argv), io);
  return { exit, out: out(), err: err() };
}

const nothing = storedSessions({});
const deciding = storedSessions({ [NEW]: { state: midConflictState() }, [OLD]: { state: finishedState() } });

test('status of a repository without a session says how to start', async () => {
  expect(await say(statusCommand, nothing, 'status')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('intorch tui'),
  });
  expect(JSON.parse((await say(statusCommand, nothing, 'status', '--json')).out)).toEqual({
    type: 'status',
    session: null,
  });
});

test('status says what it waits for, once, and that no engine runs', async () => {
  const { exit, out } = await say(statusCommand, deciding, 'status');

  expect(exit).toBe(0);
  expect(out).toMatch(/^session {5}wave2-20261121-101500 {2}INTEGRATING\n/);
  expect(out).toMatch(/^waits for {3}\S/m);
  expect(out).toMatch(/^engine {6}not running; continue with: intorch tui or intorch resume$/m);
  expect(out).not.toMatch(/^not landed/m);
});

test('status names the engine that drives the session', async () => {
  const owner = {
    pid: 42,
    host: 'here',
    started_at: sampleInstant(),
    session_id: NEW,
    role: 'engine' as const,
  };
  const driven = storedSessions({ [NEW]: { state: startedState() } }, owner);

  expect((await say(statusCommand, driven, 'status')).out).toContain(
    'engine      42 on here since 2026-11-21T10:15:00.000Z',
  );
  expect(JSON.parse((await say(statusCommand, driven, 'status', '--json')).out)).toMatchObject({
    session: NEW,
    driver: owner,
    stage: 'INTEGRATING',
  });
});

test('status names whoever holds the lock before it is known which session it will drive', async () => {
  const owner = {
    pid: 42,
    host: 'here',
    started_at: sampleInstant(),
    session_id: NO_SESSION,
    role: 'run' as const,
  };
  const driven = storedSessions(
    { [NEW]: { state: startedState() }, [OLD]: { state: finishedState() } },
    owner,
  );

  expect((await say(statusCommand, driven, 'status')).out).toMatch(/^engine {6}run 42 on here since \S+$/m);
  expect((await say(statusCommand, driven, 'status', '--session', OLD)).out).not.toContain('driven by');
});

test('status of what has landed has no reason why it has not', async () => {
  const { out } = await say(statusCommand, deciding, 'status', '--session', OLD);

  expect(out).toContain('LANDED');
  expect(out).not.toMatch(/not landed|driven by/);
});

test('status of a session whose checkpoints are all refused says why each is', async () => {
  const broken = storedSessions({
    [NEW]: { state: null, files: [storedFile('a.yaml', 'checksum does not match')] },
  });
  const { exit, out } = await say(statusCommand, broken, 'status');

  expect(exit).toBe(65);
  expect(out).toContain('refused     active/a.yaml: checksum does not match');
});

test('a session that is not there is wrong use, and those that are there are named', async () => {
  await expect(say(statusCommand, deciding, 'status', '--session', 'x')).rejects.toMatchObject({
    code: 'WRONG_USE',
    remedy: `There are: ${NEW}, ${OLD}`,
  });
});

const saved = storedSessions({
  [NEW]: {
    state: startedState(),
    files: [storedFile('c.yaml', 'cut off'), storedFile('b.yaml'), storedFile('a.yaml')],
  },
});

test('checkpoint ls lists every file with its place, size and whether it can be used', async () => {
  const { exit, out } = await say(checkpointCommand, saved, 'checkpoint', 'ls');

  expect(exit).toBe(0);
  expect(out.split('\n')).toEqual([
    'active  c.yaml       1234 B  refused: cut off',
    'active  b.yaml       1234 B  usable  event 7  2026-11-21T10:15:00.000Z',
    'active  a.yaml       1234 B  usable  event 7  2026-11-21T10:15:00.000Z',
    '',
  ]);
});

test('checkpoint verify fails for a file that is refused, and passes while one can be used', async () => {
  expect((await say(checkpointCommand, saved, 'checkpoint', 'verify')).exit).toBe(0);
  expect((await say(checkpointCommand, saved, 'checkpoint', 'verify', 'c.yaml')).exit).toBe(65);
  expect(
    (
      await say(
        checkpointCommand,
        storedSessions({ [NEW]: { state: startedState() } }),
        'checkpoint',
        'verify',
      )
    ).exit,
  ).toBe(65);
});

test('checkpoint show gives the newest usable file, or the one named', async () => {
  expect((await say(checkpointCommand, saved, 'checkpoint', 'show')).out).toBe('text of b.yaml\n');
  expect((await say(checkpointCommand, saved, 'checkpoint', 'show', 'c.yaml')).out).toBe('text of c.yaml\n');
  await expect(say(checkpointCommand, saved, 'checkpoint', 'show', '../../etc/passwd')).rejects.toMatchObject(
    {
      code: 'CHECKPOINT_UNUSABLE',
    },
  );
});

test('checkpoint prune keeps ten, or as many as named', async () => {
  const { out } = await say(checkpointCommand, saved, 'checkpoint', 'prune', '--newest', '2');
  await say(checkpointCommand, saved, 'checkpoint', 'prune');

  expect(out).toBe('removed a.yaml\n1 checkpoint removed\n');
  expect(saved.pruned).toEqual([2, 10]);
  await expect(say(checkpointCommand, saved, 'checkpoint', 'prune', '--newest', '0')).rejects.toMatchObject({
    code: 'WRONG_USE',
  });
});

const reported = storedSessions({
  [NEW]: {
    state: null,
    reports: {
      'INTEGRATION_PLAN.md': '# Plan\n',
      'INTEGRATION_REPORT.md': '# Report\n',
      'CONFLICT_ANALYSIS.md': '# \x1b[31mConflicts\n',
    },
  },
});

test('report prints what is most worth reading, and others by a part of their name', async () => {
  expect((await say(reportCommand, reported, 'report')).out).toBe('# Report\n');
  expect((await say(reportCommand, reported, 'report', 'plan')).out).toBe('# Plan\n');
  expect((await say(reportCommand, reported, 'report', 'integration-report')).out).toBe('# Report\n');
  expect((await say(reportCommand, reported, 'report', 'CONFLICT_ANALYSIS.md')).out).toBe('# Conflicts\n');
});

test('report says what the state says now, whatever was written of it before', async () => {
  const reports = {
    'INTEGRATION_PLAN.md': '# Old plan\n',
    'CONFLICT_RESOLUTION_NEEDED.md': '# With texts\n',
  };
  const going = storedSessions({ [NEW]: { state: startedState(), reports } });
  const open = storedSessions({ [NEW]: { state: midConflictState(), reports } });

  expect((await say(reportCommand, going, 'report', 'plan')).out).toContain('# Integration Plan: ');
  expect((await say(reportCommand, going, 'report')).out).not.toContain('With texts');
  expect((await say(reportCommand, open, 'report')).out).toBe('# With texts\n');
});

test('report --list gives the paths of what is there', async () => {
  expect((await say(reportCommand, reported, 'report', '--list')).out.split('\n')[0]).toBe(
    `/sessions/${NEW}/reports/INTEGRATION_PLAN.md`,
  );
});

test('a report that is not there is said with those that are', async () => {
  await expect(say(reportCommand, reported, 'report', 'zebra')).rejects.toMatchObject({
    message: 'There is no report zebra',
    remedy: 'There are: INTEGRATION_PLAN.md, CONFLICT_ANALYSIS.md, INTEGRATION_REPORT.md',
  });
  await expect(
    say(reportCommand, storedSessions({ [NEW]: { state: null } }), 'report'),
  ).rejects.toMatchObject({ code: 'WRONG_USE' });
  await expect(say(reportCommand, nothing, 'report')).rejects.toMatchObject({ code: 'NOTHING_TO_RESUME' });
});
