/**
 * Sessions that release 0.1.0 left at each critical moment: today's program reads each as that release did, goes on with it, and comes to
 * the end of a run that nobody disturbed. All of it from the outside: the command line, and the socket that screens use.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { highlightedChoice, openQuestion } from '../../src/domain/integration/open-question.ts';
import type { Question } from '../../src/domain/integration/question.ts';
import { socketPathFor } from '../../src/wire/socket-path.ts';
import { placeFor } from '../support/built-program.ts';
import { runCli, type Said } from '../support/cli.ts';
import { makeRepository, temporaryFolder } from '../support/repository.ts';
import {
  type End,
  type Expectation,
  expectationOf,
  gitIn,
  PLACEHOLDER,
  type RestoredSession,
  restoreSession,
  SESSION_MOMENTS,
  type SessionMoment,
  withTodaysReasons,
} from '../support/sessions-v1.ts';
import { transcript } from '../support/transcript.ts';
import { connectTo, type IntegrationWire, until } from '../support/wire.ts';

const EXPECTED = new Map(
  await Promise.all(SESSION_MOMENTS.map(async (moment) => [moment, await expectationOf(moment)] as const)),
);
const expectedAt = (moment: SessionMoment) => EXPECTED.get(moment) as Expectation;
const isOver = (moment: SessionMoment) => expectedAt(moment).waits === null;

async function restored(moment: SessionMoment): Promise<RestoredSession> {
  return restoreSession(moment, await temporaryFolder());
}

function intorch({ dir, home }: RestoredSession, ...argv: readonly string[]): Promise<Said> {
  return runCli(argv, { directory: dir, env: placeFor(dir, home).env });
}

/** Returns the last thing that a command wrote as JSON, with paths and reasons as they are in what is expected. */
function json({ out }: Said, { root }: RestoredSession): Record<string, unknown> {
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(withTodaysReasons(last.replaceAll(root, PLACEHOLDER)));
}

/** Takes a session up with an engine and sits down at its screen; the engine ends with what `use` does there. */
async function atItsScreen<T>(
  session: RestoredSession,
  use: (client: IntegrationWire) => Promise<T>,
): Promise<T> {
  const engine = intorch(session, 'engine', '--resume');
  const socket_path = socketPathFor(join(session.dir, '.git', 'intorch'));
  const ended = engine.then(({ status, err }): never => {
    throw new Error(`the engine ended with ${status}: ${err}`);
  });
  const client = await Promise.race([
    connectTo({ program: 'tui', socket_path, patience_ms: 30_000, give_up_ms: 1 }),
    ended,
  ]);
  try {
    return await use(client);
  } finally {
    client.stopEngine(true);
    const { status, err } = await engine;
    client.close();
    expect(status, err).toBe(0);
  }
}

function questionAt(client: IntegrationWire) {
  const state = client.snapshot()?.state;
  return state === undefined ? null : openQuestion(state);
}

/** Waits until nothing runs, and somebody is asked or all is over. */
async function comesToWait(client: IntegrationWire): Promise<void> {
  await until(client, () => {
    const state = client.snapshot()?.state;
    const isStill = state?.stage === 'FINISHED' || questionAt(client) !== null;
    return isStill && state?.in_flight.length === 0;
  });
}

/** Returns what the expectation says of a waiting session. */
function waitsFor(client: IntegrationWire, { root }: RestoredSession): Expectation['waits'] {
  const state = client.snapshot()?.state;
  if (state === undefined) throw new Error('the engine shows nothing');
  const question = openQuestion(state);
  return {
    stage: state.stage,
    question: question && {
      kind: question.kind,
      title: question.title.replaceAll(root, PLACEHOLDER),
      choices: question.choices.map(({ id }) => id),
      cursor: highlightedChoice(state, question) ?? '',
    },
    efforts: Object.fromEntries(state.efforts_included.map(({ name, status }) => [name, status])),
  };
}

async function answer(
  client: IntegrationWire,
  session: RestoredSession,
  { kind, choice, edited }: Expectation['answers'][number],
): Promise<void> {
  await comesToWait(client);
  const question = questionAt(client);
  expect(question?.kind).toBe(kind);
  if (edited !== undefined) await writeFile(await editedFile(session), edited);
  expect(await client.send({ type: 'choose_named', question: question?.id ?? '', choice })).toBeNull();
  // What follows is waited for: an engine that is stopped in the middle has done more or less of it. Going back ends in a pause.
  await until(
    client,
    () => questionAt(client)?.id !== question?.id && client.snapshot()?.state.take_back_to === null,
  );
  if (client.snapshot()?.state.paused !== true) await comesToWait(client);
}

/** Returns the one file that is being edited; an editor is given its path. */
async function editedFile({ dir }: RestoredSession): Promise<string> {
  const sessions = join(dir, '.git', 'intorch', 'sessions');
  const files = (await readdir(sessions, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && entry.parentPath.includes('/edits/'),
  );
  expect(files).toHaveLength(1);
  return join(files[0]?.parentPath ?? '', files[0]?.name ?? '');
}

/** Returns the trees and the line of merges that a session came to. */
async function cameTo(session: RestoredSession, { base }: End): Promise<Pick<End, 'trees' | 'line'>> {
  const git = (...args: readonly string[]) => gitIn(session, ...args);
  const branch = 'phase1/wave1-integration';
  const isThere = (await git('for-each-ref', `refs/heads/${branch}`)) !== '';
  const tip = isThere ? branch : 'main';
  const tree = (name: string) => git('rev-parse', `${name}^{tree}`);
  const line = await git('log', '--first-parent', '--format=%s', `${base}..${tip}`);
  return {
    trees: { target: await tree('main'), integration: isThere ? await tree(branch) : null },
    line: line === '' ? [] : line.split('\n'),
  };
}

const STATUS_FACTS = [
  ...['session', 'stage', 'outcome', 'progress', 'target', 'integration_branch', 'commit', 'question'],
  ...['running', 'paused', 'driver', 'not_landed_because', 'saved_at'],
];

/** Returns what is expected, with what this release does otherwise on purpose. */
function asOfToday(moment: SessionMoment): Expectation {
  const expected = expectedAt(moment);
  const { end } = expected;
  switch (moment) {
    // The least entangled and smallest come first.
    case 'planning': {
      const merged = ['omega', 'alpha', 'gamma'];
      return {
        ...expected,
        end: { ...end, merged, line: merged.map((name) => `Merge effort ${name}`).reverse() },
      };
    }
    // Nobody but a person goes over a limit that somebody wrote.
    case 'oversize':
      return { ...expected, answers: [{ kind: 'oversize', choice: 'accept' }] };
    // Lost lines are named.
    case 'loss':
      return {
        ...expected,
        end: { ...end, held: end.held.map((each) => ({ ...each, because: `${each.because}: "in tune"` })) },
      };
    default:
      return expected;
  }
}

/** The table of a moment, beside its fixture. */
const transcriptOf = (moment: SessionMoment) => `../fixtures/sessions-v1/transcripts/${moment}.txt`;

it.each(SESSION_MOMENTS)('tells of a session as its release did: %s', async (moment) => {
  const { status, sequence } = expectedAt(moment);
  const session = await restored(moment);

  const told = json(await intorch(session, 'status', '--json'), session);
  const listed = json(await intorch(session, 'checkpoint', 'ls', '--json'), session);

  const facts = STATUS_FACTS.filter((name) => name in status);
  // That release called running what was cut off, too.
  const as_then = {
    running: told['interrupted'],
    question: questionAsThen(told['question'] as Question | null),
  };
  expect({ ...told, ...as_then }).toMatchObject(
    Object.fromEntries(facts.map((name) => [name, status[name]])),
  );
  expect(refusedIn(told['refused'])).toEqual(refusedIn(status['refused']));
  const usable = (listed['files'] as readonly File[]).filter(({ refused }) => refused === null);
  expect(usable[0]?.sequence ?? null).toBe(sequence);
  expect((await transcript(session)).text).toBe('nothing was written');
});

/** Gives a question as the status of that release showed it: without its id, and with labels alone. */
function questionAsThen(question: Question | null) {
  return question && { title: question.title, choices: question.choices.map(({ label }) => label) };
}

interface File {
  readonly name: string;
  readonly place: string;
  readonly refused: string | null;
  readonly sequence: number | null;
}

/** The files are named; why they cannot be used may be said in other words one day. */
function refusedIn(files: unknown): readonly string[] {
  return (files as readonly File[]).map(({ place, name }) => `${place}/${name}`);
}

it.each(SESSION_MOMENTS.filter((moment) => !isOver(moment)))(
  'goes on where it was, and ends as if nothing had happened: %s',
  async (moment) => {
    const { waits, answers, end } = asOfToday(moment);
    const session = await restored(moment);

    await atItsScreen(session, async (client) => {
      await comesToWait(client);
      expect(waitsFor(client, session)).toEqual(waits);
      for (const each of answers) await answer(client, session, each);
    });
    const { trees, line, base: _, ...outcome } = end;
    if (waits?.stage !== 'FINISHED') {
      const said = await intorch(session, 'resume', '--decide', 'recommended', '--json');
      expect(json(said, session)).toMatchObject({ ...outcome, question: null });
      expect(said.status).toBe(outcome.exit_status);
    }
    expect(await cameTo(session, end)).toEqual({ trees, line });
    expect((await intorch(session, 'checkpoint', 'verify')).status).toBe(0);
    expect(json(await intorch(session, 'status', '--json'), session)).toMatchObject({
      outcome: end.outcome,
      paused: false,
      running: [],
    });
    await expect(`${(await transcript(session)).text}\n`).toMatchFileSnapshot(transcriptOf(moment));
  },
);

it.each(SESSION_MOMENTS.filter(isOver))('leaves a session that is over as it is: %s', async (moment) => {
  const { end, status } = expectedAt(moment);
  const session = await restored(moment);

  const { status: exit, err } = await intorch(session, 'resume', '--decide', 'recommended');

  expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining('No session waits') });
  expect(await cameTo(session, end)).toEqual({ trees: end.trees, line: end.line });
  expect(json(await intorch(session, 'status', '--json'), session)).toMatchObject({
    outcome: end.outcome,
    commit: status['commit'],
  });
  expect((await transcript(session)).text).toBe('nothing was written');
});

it('rolls back what an earlier release held for review', async () => {
  const session = await restored('held_for_review');

  expect((await intorch(session, 'rollback', '--yes')).status).toBe(0);

  expect(await gitIn(session, 'rev-parse', 'phase1/wave1-integration')).toBe(
    await gitIn(session, 'rev-parse', 'main'),
  );
  expect(json(await intorch(session, 'status', '--json'), session)).toMatchObject({ outcome: 'ROLLED_BACK' });
  expect(await transcript(session)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/saved/A        | update-ref | new: A
    <session>/tip            |            | A → start
    phase1/wave1-integration |            | A → start
  `);
});

it('ends a session of an earlier release in favour of a new one', async () => {
  const session = await restored('conflict');

  const said = await intorch(session, 'run', '--decide', 'recommended', '--json');

  expect(said.status, said.err).toBe(0);
  expect(json(said, session)).toMatchObject({ outcome: 'LANDED' });
  const { session: old } = expectedAt('conflict').status;
  const told = await intorch(session, 'status', '--json', '--session', String(old));
  expect(json(told, session)).toMatchObject({ outcome: 'SUPERSEDED' });
  expect(await transcript(session)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start, refused
    <session>/efforts/omega  |                                    | new: omega, refused
    <session>/efforts/alpha  |                                    | new: alpha, refused
    <session>/efforts/gamma  |                                    | new: gamma, refused
    <session>/efforts/beta   |                                    | new: beta, refused
    <session>/saved/A        |                                    | new: A, refused
    <session>/tip            |                                    | A → start, refused
    phase1/wave1-integration |                                    | A → start, refused
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/omega  |                                    | new: omega
    <session>/efforts/alpha  |                                    | new: alpha
    <session>/efforts/gamma  |                                    | new: gamma
    <session>/efforts/beta   |                                    | new: beta
    <session>/saved/A        |                                    | new: A
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | A → start
    <session>/restore/omega  | update-ref                         | new: start
    <session>/tip            |                                    | start → B
    phase1/wave1-integration |                                    | start → B
    <session>/restore/alpha  | update-ref                         | new: B
    <session>/tip            |                                    | B → C
    phase1/wave1-integration |                                    | B → C
    <session>/restore/gamma  | update-ref                         | new: C
    <session>/tip            |                                    | C → D
    phase1/wave1-integration |                                    | C → D
    <session>/evidence/beta  | update-ref                         | new: E
    main                     | update-ref                         | start → D
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('goes on on another machine with what an earlier release mirrored', async () => {
  const { end } = expectedAt('mirror_only');
  const first = await restored('mirror_only');
  const { dir } = await makeRepository({}, { checkout: false });
  const second = { ...first, dir };
  await gitIn(second, 'fetch', '--quiet', first.dir, 'main:refs/heads/fetched');
  await gitIn(second, 'update-ref', 'refs/heads/main', 'fetched');
  await gitIn(second, 'switch', '--quiet', '--detach', 'main');
  await gitIn(second, 'remote', 'add', 'origin', first.dir);

  const said = await intorch(second, 'resume', '--from', 'origin', '--json');

  expect(said.err).toMatch(/^wave1-\S+ {2}INTEGRATING, 2 of 4 merged, event \d+/m);
  expect(json(said, second)).toMatchObject({ merged: ['alpha', 'gamma'], exit_status: 3 });
  await atItsScreen(second, async (client) => {
    for (const each of expectedAt('mirror_only').answers) await answer(client, second, each);
  });
  await intorch(second, 'resume', '--decide', 'recommended');
  expect(await cameTo(second, end)).toEqual({ trees: end.trees, line: end.line });
  expect(await transcript(second)).toMatchInlineSnapshot(`
    ref                                | command                            | outcome
    origin                             | fetch --no-tags --no-recurse-submodules --no-write-fetch-head --no-auto-maintenance --refmap= -- origin refs/intorch/checkpoints/<session> | ok
    <session>/efforts/alpha            | update-ref                         | new: alpha
    <session>/efforts/beta             |                                    | new: beta
    <session>/efforts/gamma            |                                    | new: gamma
    <session>/efforts/omega            |                                    | new: omega
    <session>/evidence/beta            |                                    | new: A
    <session>/restore/alpha            |                                    | new: start
    <session>/restore/gamma            |                                    | new: B
    <session>/restore/start            |                                    | new: start
    refs/intorch/checkpoints/<session> |                                    | a checkpoint more
    <session>/tip                      |                                    | new: C
    phase1/wave1-integration           |                                    | new: C
    <session>/restore/beta             | update-ref                         | new: C
    <session>/tip                      |                                    | C → D
    phase1/wave1-integration           |                                    | C → D
    <session>/restore/omega            | update-ref                         | new: D
    <session>/tip                      |                                    | D → E
    phase1/wave1-integration           |                                    | D → E
    main                               | update-ref                         | start → E
    refs/intorch/checkpoints/<session> | update-ref                         | a checkpoint more
    <slot>                             | init                               | ok
    <slot>                             | checkout --force --detach <commit> | ok
    <slot>                             | clean -ffdq                        | ok
  `);
});
