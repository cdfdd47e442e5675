/** Runs one integration through many lives, and compares its end with that of an undisturbed run. */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '../../src/cli/repository/compose.ts';
import { type LiveSession, resumeSession, startSession } from '../../src/cli/session/live-session.ts';
import { flattenEffort } from '../../src/domain/integration/checkpoint/flat-state.ts';
import type { Event } from '../../src/domain/integration/event.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import type { Question } from '../../src/domain/integration/question.ts';
import { factWords } from '../../src/domain/integration/question-fact.ts';
import { landedCommit } from '../../src/domain/integration/selectors/ending.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import { type End, mortal } from './mortal.ts';
import type { TestRepository } from './repository.ts';
import { openTestRepository } from './session.ts';

/** Answers a question the way an operator of fixed habits does. */
export function habit({ kind, choices }: Pick<Question, 'kind' | 'choices'>): string {
  const open = (id: string) => choices.some((choice) => choice.id === id && choice.disabled === null);
  if (kind === 'conflict') return 'combine_current_incoming';
  if (kind === 'red_gate') return 'hold_effort';
  if (kind === 'resume') return 'continue';
  if (kind === 'trouble' || kind === 'gate_cut_off') return 'retry';
  if (kind === 'land') return open('land') ? 'land' : 'hold';
  return 'start';
}

/** Works until the session is finished, answering by habit. */
async function liveOn({ session }: LiveSession, stop: AbortSignal): Promise<void> {
  const finish = new AbortController().signal;
  for (;;) {
    await session.run({ answers: 'nobody', stop, finish });
    const state = session.store.state();
    if (state.stage === 'FINISHED' || stop.aborted) return;
    const question = openQuestion(state);
    if (question === null) throw new Error(`nothing to do in ${state.stage}`);
    if (question.kind === 'trouble')
      throw new Error(`trouble: ${question.title}: ${question.facts.map(factWords).join(' ')}`);
    const choice = habit(question);
    const refused = await session.command({ type: 'choose_named', question: question.id, choice });
    if (refused !== null) throw new Error(`${choice} is refused: ${refused}`);
  }
}

export interface Told {
  readonly state: IntegrationState;
  readonly events: readonly Event[];
  /** Port calls of each life. */
  readonly calls: readonly number[];
}

const MOST_LIVES = 60;

/**
 * Begins an integration whose process ends at a chosen call in each life, and resumes it until it is finished. `lives` returns the
 * end of each life; null leaves that life undisturbed.
 */
export async function tellLives(repo: TestRepository, lives: (life: number) => End | null): Promise<Told> {
  const repository = await openTestRepository(repo);
  const calls: number[] = [];
  for (let life = 0; life < MOST_LIVES; life++) {
    const end = lives(life);
    const told = await oneLife(repository, end);
    calls.push(told.calls);
    if (told.end !== null) return { ...told.end, calls };
    if (end === null) throw new Error('an undisturbed life did not come to its end');
  }
  throw new Error(`it did not come to its end in ${MOST_LIVES} lives`);
}

async function oneLife(
  repository: Repository,
  end: End | null,
): Promise<{ readonly calls: number; readonly end: Omit<Told, 'calls'> | null }> {
  const world = mortal(end);
  const stop = new AbortController();
  const trouble: unknown[] = [];
  const onTrouble = (error: unknown) => void trouble.push(error);
  try {
    // This covers a finished session, too: a life that ended after the last event leaves nothing to do.
    const [newest] = await repository.sessions.list();
    const live =
      newest === undefined
        ? await startSession(repository, onTrouble, world.through)
        : await resumeSession(repository, newest.id, 'go_on', onTrouble, world.through);
    await liveOn(live, stop.signal);
    const state = live.session.store.state();
    const events = (await live.ports.journal.since(0)).map(({ event }) => event);
    await live.close();
    if (!world.dead() && trouble.length > 0) throw trouble[0];
    return { calls: world.calls(), end: world.dead() ? null : { state, events } };
  } catch (thrown) {
    if (!world.dead()) throw thrown;
    stop.abort();
    await world.buried();
    return { calls: world.calls(), end: null };
  }
}

/** Returns the state of a session that finished before its engine was killed; null when something is left to do. */
export async function endedAlready(repository: Repository): Promise<IntegrationState | null> {
  const [newest] = await repository.sessions.list();
  if (!newest?.finished) return null;
  const live = await resumeSession(repository, newest.id, 'go_on', () => {});
  await live.close();
  return live.session.store.state();
}

/** Collects what must be the same however often it was killed: the tree, the merges in order, every effort's result, the decisions. */
export async function endOf(repo: TestRepository, state: IntegrationState): Promise<object> {
  const tip = state.integration_tip ?? '';
  const line = await repo.git('log', '--first-parent', '--format=%s|%P', `${state.target_base}..${tip}`);
  const names = new Map<string, string>(state.efforts_included.map((effort) => [effort.tip, effort.name]));
  return {
    outcome: state.end?.outcome,
    landed: landedCommit(state) !== null && (await repo.tip(state.target)) === landedCommit(state),
    because: state.end?.because?.replaceAll(/\/\S+/g, '(path)'),
    tree: await repo.git('rev-parse', `${tip}^{tree}`),
    merges: line.split('\n').map((row) => {
      const [subject, parents = ''] = row.split('|');
      return `${subject} <- ${names.get(parents.split(' ')[1] ?? '') ?? 'nothing'}`;
    }),
    branch_is_there: (await repo.git('rev-parse', state.integration_branch)) === tip,
    efforts: state.efforts_included
      .map(flattenEffort)
      .map(({ name, status, held_as, held_because, losses, clashes_with, merge_commit, restore_point }) => ({
        ...{ name, status, held_as, held_because, losses, clashes_with },
        ...{ has_merge: merge_commit !== null, has_restore_point: restore_point !== null },
      })),
    conflicts: state.conflicts_detected.map(({ id, path, resolution_status, resolution_strategy }) => ({
      ...{ id, path, resolution_status, resolution_strategy },
    })),
    decisions: state.decisions.map(
      ({ choice, by, about }) =>
        `${choice} by ${by} about ${about.replaceAll(/\b[0-9a-f]{8}\b/g, '(commit)')}`,
    ),
    remembered: state.remembered.map(({ path, option }) => `${path}: ${option}`),
    restore_points: state.restore_points.map(({ before }) => before),
    // Which groups were tried beside what was needed depends on which run ended first.
    verdicts: state.gate_runs
      .filter(({ subject }) => subject.kind !== 'group')
      // Names of commits tell their times.
      .map(({ gate, subject, verdict }) =>
        `${gate} ${JSON.stringify(subject)} ${verdict}`.replace(/[0-9a-f]{40}/, '(commit)'),
      )
      .toSorted(),
    findings: state.findings.map(({ kind, subject }) => `${kind} ${subject}`),
    left_over: { in_flight: state.in_flight, trouble: state.trouble, take_back: state.take_back_to },
  };
}

/** Lists every question that was answered more than once. */
export function askedTwice(events: readonly Event[]): readonly string[] {
  const asked = events.flatMap((event) => (event.type === 'choice_made' ? [event.question] : []));
  return asked.filter((question, index) => asked.indexOf(question) !== index);
}

/** Fingerprints all that is the operator's: HEAD, index, files, stash, and refs the session does not own, byte by byte. */
export async function operatorsThings(repo: TestRepository, integration_branch: string): Promise<object> {
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const names = (await readdir(repo.dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !`${entry.parentPath}/`.startsWith(`${repo.gitDir}/`))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const files = await Promise.all(names.map(async (name) => `${name} ${hash(await readFile(name))}`));
  const refs = await repo.git('for-each-ref', '--format=%(refname) %(objectname)');
  const ours = new RegExp(`^refs/(intorch/|heads/${integration_branch} )`);
  return {
    head: await readFile(join(repo.gitDir, 'HEAD'), 'utf8'),
    index: hash(await readFile(join(repo.gitDir, 'index'))),
    config: await readFile(join(repo.gitDir, 'config'), 'utf8'),
    files,
    refs: refs.split('\n').filter((row) => !ours.test(row)),
  };
}

/** Lists what is wrong with the repository itself: leftover locks and damaged objects. */
export async function damageOf(repo: TestRepository): Promise<readonly string[]> {
  const locks = (await readdir(repo.gitDir, { recursive: true })).filter(
    (name) => name.endsWith('.lock') && name !== join('intorch', 'session.lock'),
  );
  const fsck = await repo.git('fsck', '--strict', '--no-dangling', '--no-progress').catch(String);
  return [...locks, ...fsck.split('\n').filter((line) => line !== '' && !line.startsWith('notice:'))];
}
