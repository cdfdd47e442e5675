/** What fails outside for a while: it is said, and tried again when somebody says to go on. */
import { expect, it } from 'vitest';
import { resumeSession, startSession } from '../../src/cli/session/live-session.ts';
import type { Instant } from '../../src/domain/shared/ids.ts';
import type { EnginePorts } from '../../src/engine/integration/ports.ts';
import { openTestRepository } from '../support/session.ts';
import { makeShape } from '../support/shapes.ts';

const NOBODY = {
  answers: 'nobody',
  stop: new AbortController().signal,
  finish: new AbortController().signal,
} as const;

function rethrow(error: unknown): never {
  throw error;
}

/** Starts a session whose first merge fails. */
async function failed() {
  const repository = await openTestRepository(await makeShape('two_clean'), { INTORCH_EFFORTS: 'effort/*' });
  const full = (ports: EnginePorts): EnginePorts => ({
    ...ports,
    objects: { ...ports.objects, merge: () => Promise.reject(new Error('the disk is full')) },
  });
  const live = await startSession(repository, rethrow, full);
  await live.session.run(NOBODY);
  return { repository, live };
}

it('tries again what failed when the session is resumed', async () => {
  const { repository, live } = await failed();
  expect(live.session.store.state().trouble?.action).toBe('merge_effort');
  await live.close();

  const again = await resumeSession(repository, live.id, 'go_on', rethrow);
  await again.session.run(NOBODY);

  expect(again.session.store.state().trouble).toBeNull();
  expect(again.session.store.state().efforts_included.map(({ status }) => status)).toEqual([
    'MERGED',
    'MERGED',
  ]);
  await again.close();
});

it('asks first where the operator is to be asked', async () => {
  const { repository, live } = await failed();
  await live.close();

  const again = await resumeSession(repository, live.id, 'ask', rethrow);

  expect(again.session.store.state().trouble).not.toBeNull();
  await again.close();
});

it('finds its work done when the git of a killed session ends a moment later', async () => {
  const repo = await makeShape('two_clean');
  const repository = await openTestRepository(repo, { INTORCH_EFFORTS: 'effort/*' });
  // Somebody else's git, which does the same, is always a step ahead.
  const behind = (ports: EnginePorts): EnginePorts => ({
    ...ports,
    objects: {
      ...ports.objects,
      updateRefs: async (updates) => {
        await ports.objects.updateRefs(updates);
        await ports.objects.updateRefs(updates);
      },
    },
  });
  const live = await startSession(repository, rethrow, behind);
  await live.session.run(NOBODY);

  const { trouble, integration_tip, integration_branch } = live.session.store.state();
  expect(trouble).toBeNull();
  expect(integration_tip).toBe(await repo.tip(integration_branch));
  await live.close();
});

it('journals and saves nothing that nobody could read, says which field it is, and can be resumed', async () => {
  const repo = await makeShape('two_clean');
  const repository = await openTestRepository(repo, { INTORCH_EFFORTS: 'effort/*' });
  const farAhead = (ports: EnginePorts): EnginePorts => ({
    ...ports,
    history: {
      ...ports.history,
      branchHistory: async (tip, target) => ({
        ...(await ports.history.branchHistory(tip, target)),
        last_commit_at: '+055840-11-08T22:13:20.000Z' as Instant,
      }),
    },
  });
  const live = await startSession(repository, rethrow, farAhead);
  await live.session.run(NOBODY);
  const { trouble } = live.session.store.state();
  await live.close();

  const again = await resumeSession(repository, live.id, 'go_on', rethrow);
  await again.session.run(NOBODY);

  expect(trouble?.message).toContain('efforts_included[0].last_commit_at: "+055840-11-08T22:13:20.000Z"');
  expect(again.session.store.state().efforts_included.map(({ status }) => status)).toEqual([
    'MERGED',
    'MERGED',
  ]);
  await again.close();
});
