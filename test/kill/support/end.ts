/** What must be true when a run that was killed many times has finished. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { isOfPlan } from '../../../src/domain/integration/finding-kinds.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import { type Place, processesWith, runBuilt } from '../../support/built-program.ts';
import { askedTwice, damageOf, endOf, operatorsThings } from '../../support/crash.ts';
import { INTEGRATION_BRANCH } from '../../support/crash-world.ts';
import { openJournal } from '../../support/journal.ts';
import type { TestRepository } from '../../support/repository.ts';
import { eventually } from './processes.ts';
import { BROUGHT } from './six-efforts.ts';

/** Takes a fingerprint of what is the operator's before anything runs, stash included. */
export async function mineOf(repo: TestRepository): Promise<object> {
  return operatorsThings(repo, INTEGRATION_BRANCH);
}

/** Fails unless everything is as if nothing had been killed. */
export async function expectUnharmed(
  repo: TestRepository,
  place: Place,
  {
    state,
    mine,
    expected,
  }: { readonly state: IntegrationState; readonly mine: object; readonly expected: object },
): Promise<void> {
  expect(withoutFindings(await endOf(repo, state))).toEqual(withoutFindings(expected));
  // What a plan says of the repository is no damage.
  expect(state.findings.filter(({ kind }) => !isOfPlan(kind))).toEqual([]);
  expect(await answeredTwice(repo, state)).toEqual([]);
  for (const { name, status } of state.efforts_included) {
    for (const [path, line] of status === 'MERGED' ? (BROUGHT[name] ?? []) : []) {
      expect((await repo.git('show', `${state.integration_branch}:${path}`)).split('\n')).toContain(line);
    }
  }
  expect(await mineOf(repo)).toEqual(mine);
  expect(await damageOf(repo)).toEqual([]);
  expect(await runBuilt(place, ['checkpoint', 'verify'])).toMatchObject({ status: 0, err: '' });
  await eventually('no process of ours is left', async () => {
    const alive = await processesWith(place.env['HOME'] ?? '', repo.gitDir);
    return alive.length === 0 ? true : null;
  });
}

function withoutFindings(end: object): object {
  return { ...end, findings: [] };
}

/** Searches the journal for questions that were answered more than once. */
async function answeredTwice(repo: TestRepository, state: IntegrationState): Promise<readonly string[]> {
  const journal = await openJournal({
    session: state.session_id,
    created_at: state.created_at,
    directory: join(repo.gitDir, 'intorch'),
    log: null,
    onTrouble: (error) => {
      throw error;
    },
  });
  const events = (await journal.since(0)).map(({ event }) => event);
  await journal.close();
  return askedTwice(events);
}
