import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { NO_SESSION } from '../../src/cli/session/hold-lock.ts';
import { elsewhereOf } from '../../src/cli/session/other-owner.ts';
import { pastSessions } from '../../src/cli/session/past-sessions.ts';
import { watchOwner } from '../../src/cli/session/watch-owner.ts';
import type { SessionId } from '../../src/domain/shared/ids.ts';
import type { LockOwner } from '../../src/ports/lock.ts';
import { finishedState, midConflictState, sampleInstant } from '../support/states.ts';
import { storedSessions } from '../support/stored-session.ts';

const RUN: LockOwner = {
  pid: 4121,
  host: 'here',
  started_at: sampleInstant(),
  session_id: NO_SESSION,
  role: 'run',
};

describe('who drives the session', () => {
  it('is attached to when it is an engine of this host that answers, and is elsewhere otherwise', () => {
    const engine = { ...RUN, role: 'engine' } as const;
    expect(elsewhereOf(engine, 'here', false)).toBeNull();
    expect(elsewhereOf(engine, 'here', true)).toMatchObject({ seen: 'silent', can_stop: true });
    expect(elsewhereOf(engine, 'there', false)).toMatchObject({ seen: 'unverifiable', can_stop: false });
    expect(elsewhereOf(RUN, 'here', false)).toMatchObject({ seen: 'working', can_stop: true });
  });
});

describe('past sessions', () => {
  it('say what became of them, and where the report is', async () => {
    const { context } = storedSessions({
      'wave2-b': { state: midConflictState() },
      'wave2-a': { state: finishedState(), reports: { 'INTEGRATION_REPORT.md': '# done' } },
      'wave2-0': { state: null },
    });
    const [open, done, ...others] = await pastSessions(context);
    expect(others).toEqual([]);
    expect(open).toMatchObject({ id: 'wave2-b', outcome: null, report: null });
    expect(done).toMatchObject({
      outcome: 'LANDED',
      merged: 3,
      total: 3,
      report: '/sessions/wave2-a/reports/INTEGRATION_REPORT.md',
    });
    expect(done?.took_ms).toBeGreaterThan(0);
  });
});

describe('looking on', () => {
  const watch = (owner: LockOwner | null) => {
    const { context } = storedSessions(
      { 'wave2-b': { state: midConflictState() }, 'wave2-a': { state: finishedState() } },
      owner,
    );
    const client = watchOwner({ ...context, directory: '/intorch' }, RUN);
    onTestFinished(() => client.close());
    return client;
  };

  it('shows what is saved of the session that is not finished, and asks nothing of anybody', async () => {
    const client = watch(RUN);
    await vi.waitUntil(() => client.connection() === 'live');
    expect(client.snapshot()).toMatchObject({
      state: midConflictState(),
      engine: { pid: 4121, host: 'here' },
      session_directory: '/intorch/sessions/wave2-b',
    });
    expect(await client.send({ type: 'pause' })).toBe(
      `only watched here: run with pid 4121 on here, since ${sampleInstant()} decides`,
    );
  });

  it('ends when its owner does, whoever comes after', async () => {
    const client = watch({ ...RUN, pid: 4122, session_id: 'wave2-b' as SessionId });
    await vi.waitUntil(() => client.connection() === 'ended');
    expect(client.snapshot()?.state).toEqual(midConflictState());
  });
});
