/** The whole program on a real repository, without a process of its own. Stories and crash tests drive it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openRepository, type Repository } from '../../src/cli/repository/compose.ts';
import { type LiveSession, resumeSession, startSession } from '../../src/cli/session/live-session.ts';
import type { Command } from '../../src/domain/integration/command.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { EffortName } from '../../src/domain/shared/ids.ts';
import type { Answering } from '../../src/engine/integration/session.ts';
import type { TestRepository } from './repository.ts';

export interface Story {
  readonly repository: Repository;
  readonly live: LiveSession;
  readonly state: () => IntegrationState;
  /** Works until the session waits for somebody or is finished. */
  readonly work: (answers?: Answering['answers']) => Promise<void>;
  /** Makes the plan, and puts its efforts into this order. */
  readonly ordered: (...names: readonly string[]) => Promise<void>;
  /** Sends a command, and fails the test when it is refused. */
  readonly command: (command: Command) => Promise<void>;
  /** Takes a choice of the open question by its id, and continues to work. */
  readonly choose: (choice: string) => Promise<void>;
  /** The open question: `conflict: src/a.ts ...`. */
  readonly question: () => string | null;
}

/** Opens a repository like the command line does, with workspaces in a temporary folder. */
export async function openTestRepository(
  repo: TestRepository,
  env: Readonly<Record<string, string>> = {},
): Promise<Repository> {
  const cache = await mkdtemp(join(tmpdir(), 'intorch-test-cache-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  const { PATH, HOME } = process.env;
  return openRepository(
    {
      directory: repo.dir,
      env: {
        PATH,
        HOME,
        XDG_CACHE_HOME: cache,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        ...env,
      },
    },
    new Map(),
  );
}

/** Starts an integration. */
export async function begin(
  repo: TestRepository,
  env: Readonly<Record<string, string>> = {},
  through?: Parameters<typeof startSession>[2],
): Promise<Story> {
  const repository = await openTestRepository(repo, env);
  return storyOf(repository, await startSession(repository, failOnTrouble, through));
}

/** What is known of a session's former process, which has ended or is about to. */
export interface FormerLife {
  readonly repository: Repository;
  readonly live: Pick<LiveSession, 'id' | 'close'>;
}

/** Resumes an integration after its story was closed; `said` collects what was not in order. */
export async function takeUpAgain(
  { repository, live }: FormerLife,
  { ask = false, said }: { readonly ask?: boolean; readonly said?: unknown[] } = {},
): Promise<Story> {
  await live.close().catch(() => {});
  const onTrouble = said === undefined ? failOnTrouble : (thrown: unknown) => void said.push(thrown);
  return storyOf(repository, await resumeSession(repository, live.id, ask ? 'ask' : 'go_on', onTrouble));
}

function storyOf(repository: Repository, live: LiveSession): Story {
  const { session } = live;
  onTestFinished(() => live.close().catch(() => {}));
  const never = new AbortController().signal;
  const state = () => session.store.state();
  const work = async (answers: Answering['answers'] = 'nobody') => {
    await session.run({ answers, stop: never, finish: never });
  };
  const command = async (asked: Command) => {
    const refused = await session.command(asked);
    if (refused !== null) throw new Error(`refused: ${refused}`);
  };
  return {
    repository,
    live,
    state,
    work,
    command,
    ordered: async (...names) => {
      const stop = new AbortController();
      const planning = session.run({ answers: 'operator', stop: stop.signal, finish: never });
      while (state().stage !== 'READY') await new Promise((done) => setTimeout(done, 5));
      await command({ type: 'reorder', order: names as readonly string[] as readonly EffortName[] });
      stop.abort();
      await planning;
    },
    choose: async (choice) => {
      const question = openQuestion(state());
      if (question === null) throw new Error(`nothing is asked in ${state().stage}`);
      await command({ type: 'choose_named', question: question.id, choice });
      await work();
    },
    question: () => {
      const question = openQuestion(state());
      return question === null ? null : `${question.kind}: ${question.title}`;
    },
  };
}

function failOnTrouble(thrown: unknown): void {
  throw thrown;
}
