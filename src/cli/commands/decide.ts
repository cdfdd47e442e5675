/** `intorch decide ID CHOICE`: answers the open question, in the engine that drives the session, or in its stored state. */
import { hostname } from 'node:os';
import type { Command } from '../../domain/integration/command.ts';
import { openQuestion } from '../../domain/integration/open-question.ts';
import type { OnScreen, Question, QuestionChoice } from '../../domain/integration/question.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { nearest } from '../../domain/shared/nearest.ts';
import { safeJson, sanitize, sanitizeLine } from '../../domain/shared/text.ts';
import type { Snapshot } from '../../tui/integration-client.ts';
import { connect } from '../../wire/client.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import { thisClient } from '../../wire/this-client.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, flagValue, type Invocation } from '../arguments/parse-args.ts';
import { openRepository } from '../repository/compose.ts';
import { decideCommandLine } from '../repository/integration-kind.ts';
import { readRepository } from '../repository/read-repository.ts';
import { someSession } from '../repository/session-context.ts';
import { holdLock } from '../session/hold-lock.ts';
import { resumeSession } from '../session/live-session.ts';

/** A session that can be answered: an engine's over its socket, or one that is opened here. */
interface Answerable {
  readonly state: () => IntegrationState;
  /** Carries out a command at its turn; returns why it is refused, or null. */
  readonly command: (command: Command) => Promise<string | null>;
}

interface Answered {
  readonly session: SessionId;
  readonly question: Question;
  readonly choice: QuestionChoice;
  /** How it goes on, in a sentence. */
  readonly next: string;
}

export async function decideCommand(invocation: Invocation, io: Io): Promise<number> {
  const place = await readRepository(io, invocation.flags);
  const owner = await place.lock.owner();
  const answered =
    owner?.role === 'engine' && owner.host === hostname()
      ? await byEngine(socketPathFor(place.directory), invocation)
      : await inStoredState((await someSession(place, invocation.flags)).id, invocation, io);
  const { question, choice, session, next } = answered;
  const { kind, title } = question;
  io.out(
    flagOn(invocation.flags, 'json')
      ? `${safeJson({ type: 'decided', session, question: { id: question.id, kind, title }, choice: choice.id })}\n`
      : `${sanitize(`Decided: ${choice.label}\n${next}`)}\n`,
  );
  return 0;
}

/** Asks the engine that drives the session; it decides at its turn, and goes on. */
async function byEngine(socket_path: string, { words, flags }: Invocation): Promise<Answered> {
  const client = await connect<Snapshot, Command>({ program: 'decide', socket_path });
  try {
    const state = () => {
      const snapshot = client.snapshot();
      if (snapshot !== null) return snapshot.state;
      throw new IntorchError('ENGINE_UNREACHABLE', client.endedBecause() ?? 'The engine shows nothing');
    };
    const session = state().session_id;
    const named = flagValue(flags, 'session') ?? session;
    if (named !== session) throw new IntorchError('SESSION_LOCKED', `The engine drives ${session} now`);
    const answered = await answer({ state, command: client.send }, words);
    return { ...answered, session, next: 'The engine goes on; see it with: intorch tui' };
  } finally {
    client.close();
  }
}

/** Opens a session that nobody drives, answers it, and leaves it saved; it does not run on. */
async function inStoredState(session: SessionId, { words, flags }: Invocation, io: Io): Promise<Answered> {
  const repository = await openRepository(io, flags);
  await holdLock(repository, 'run');
  try {
    const live = await resumeSession(repository, session, 'as_it_is', (thrown) =>
      io.err(`! ${asIntorchError(thrown).message}\n`),
    );
    try {
      const { store, command } = live.session;
      const client = thisClient('decide');
      const answered = await answer(
        { state: store.state, command: (asked) => command(asked, client) },
        words,
      );
      return { ...answered, session, next: whatComesNext(store.state()) };
    } finally {
      await live.close();
    }
  } finally {
    await repository.lock.release();
  }
}

async function answer(
  { state, command }: Answerable,
  [id = '', chosen]: readonly string[],
): Promise<Pick<Answered, 'question' | 'choice'>> {
  const question = openQuestion(state());
  if (question === null) {
    const remedy = state().paused ? { remedy: 'The session is paused; go on with: intorch resume' } : {};
    throw new IntorchError('REFUSED', 'There is no open question', remedy);
  }
  if (question.id !== id) throw noQuestion(question, id, chosen);
  const choice = question.choices.find((each) => each.id === chosen);
  if (choice === undefined) throw noChoice(question, chosen);
  if (choice.on_screen !== null && choice.disabled === null)
    throw new IntorchError('REFUSED', `${choice.label}: only a screen can do that`, {
      remedy: instead(choice.on_screen, id),
    });
  const refused = await command({ type: 'choose_named', question: id, choice: choice.id });
  if (refused !== null)
    throw new IntorchError('REFUSED', sanitizeLine(refused), {
      remedy: 'See the open question: intorch decide',
    });
  return { question, choice };
}

function noQuestion(open: Question, id: string, chosen = 'CHOICE'): IntorchError {
  const meant = nearest(id, [open.id]);
  const remedy =
    meant === null
      ? `Open is ${open.id}: ${sanitizeLine(open.title)}`
      : `Did you mean intorch decide ${meant} ${sanitizeLine(chosen)}?`;
  return new IntorchError('WRONG_USE', `There is no open question ${sanitizeLine(id)}`, { remedy });
}

function noChoice({ id, choices }: Question, chosen: string | undefined): IntorchError {
  const ids = choices.map((choice) => choice.id);
  const meant = chosen === undefined ? null : nearest(chosen, ids);
  const remedy =
    meant === null ? `There are: ${ids.join(', ')}` : `Did you mean intorch decide ${id} ${meant}?`;
  const message =
    chosen === undefined ? `${id} needs a choice` : `${id} has no choice ${sanitizeLine(chosen)}`;
  return new IntorchError('WRONG_USE', message, { remedy });
}

/** Neither an editor nor a shell is opened from here: a script has its own. */
function instead(step: OnScreen, id: string): string {
  switch (step.do) {
    case 'edit':
      return `Edit ${step.file}, then: intorch decide ${id} done`;
    case 'shell':
      return `Look around in ${step.directory}`;
  }
}

function whatComesNext(state: IntegrationState): string {
  const next = openQuestion(state);
  if (next !== null) return `Next question: ${next.title}\nAnswer with: ${decideCommandLine(next)}`;
  return state.stage === 'FINISHED' ? 'The session is finished' : 'Go on with: intorch resume';
}
