/** Integrations that stopped while they waited: made once per file, and copied for each story that continues from there. */
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import { copyRepository, type TestRepository } from './repository.ts';
import { begin, type FormerLife, openTestRepository, type Story } from './session.ts';
import { effort, makeWorld } from './stories.ts';

/** A repository, and what is known of the session that stopped in it. */
export interface Left {
  readonly repo: TestRepository;
  readonly life: FormerLife;
  readonly state: IntegrationState;
}

/** Returns a function that makes copies of the session that `start` creates. */
export function leftBy(
  start: () => Promise<{ readonly repo: TestRepository; readonly story: Story }>,
): () => Promise<Left> {
  let template: Promise<Left> | null = null;
  const make = async (): Promise<Left> => {
    const { repo, story } = await start();
    await story.live.close();
    const live = { id: story.live.id, close: () => Promise.resolve() };
    const life = { repository: story.repository, live };
    return { repo: await copyRepository(repo, 'process'), state: story.state(), life };
  };
  return async () => {
    template ??= make();
    const { repo: original, life, state } = await template;
    const repo = await copyRepository(original);
    return { repo, state, life: { repository: await openTestRepository(repo), live: life.live } };
  };
}

/** Returns a function that makes copies of a session that waits in the conflict of `c`; `a` and `b` are in. */
export function leftInConflict(): () => Promise<Left> {
  return leftBy(async () => {
    const repo = await makeWorld(
      { 'song.txt': 'one\ntwo\nthree\n' },
      {
        'effort/a': effort({ 'a.txt': 'a\n' }),
        'effort/b': effort({ 'song.txt': 'one\nTWO\nthree\n' }),
        'effort/c': effort({ 'song.txt': 'one\nzwei\nthree\n' }),
      },
    );
    const story = await begin(repo);
    await story.work();
    return { repo, story };
  });
}
