/** `intorch rollback`: rolls back to a restore point, or all the way. Shows which merges it takes back before it does. */
import { createInterface } from 'node:readline/promises';
import type { Command } from '../../domain/integration/command.ts';
import { openQuestion } from '../../domain/integration/open-question.ts';
import { factWords } from '../../domain/integration/question-fact.ts';
import { landedCommit } from '../../domain/integration/selectors/ending.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import { parseSha, type Sha } from '../../domain/shared/ids.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, flagValue, type Invocation } from '../arguments/parse-args.ts';
import { openRepository } from '../repository/compose.ts';
import { holdLock } from '../session/hold-lock.ts';
import { type LiveSession, resumeSession } from '../session/live-session.ts';
import { stopSignals } from '../session/stop-signals.ts';

export async function rollbackCommand({ flags }: Invocation, io: Io): Promise<number> {
  const repository = await openRepository(io, flags);
  await holdLock(repository, 'run');
  const [newest] = await repository.sessions.list();
  try {
    if (newest === undefined) throw new IntorchError('NOTHING_TO_RESUME', 'There is no session to roll back');
    const live = await resumeSession(repository, newest.id, 'go_on', (thrown) =>
      io.err(`! ${asIntorchError(thrown).message}\n`),
    );
    try {
      return await rollBack(live, io, flagValue(flags, 'to'), flagOn(flags, 'yes'));
    } finally {
      await live.close();
    }
  } finally {
    await repository.lock.release();
  }
}

async function rollBack(live: LiveSession, io: Io, to: string | null, yes: boolean): Promise<number> {
  const { session } = live;
  const obey = async (command: Command) => {
    const refused = await session.command(command);
    if (refused === null) return;
    const landed = landedCommit(session.store.state()) !== null;
    throw new IntorchError(
      'REFUSED',
      refused,
      landed ? { remedy: 'The revert commands are in: intorch report' } : {},
    );
  };
  await obey({ type: 'roll_back', to: to === null ? null : pointNamed(session.store.state(), to) });
  const question = openQuestion(session.store.state());
  if (question?.kind !== 'roll_back')
    throw new IntorchError('REFUSED', 'something else waits for an answer first');
  io.out(`${question.title}\n${question.facts.map((fact) => `  ${factWords(fact)}\n`).join('')}`);
  const agreed = yes || (io.interactive && (await agrees()));
  await obey({ type: 'choose_named', question: question.id, choice: agreed ? 'roll_back' : 'stay' });
  if (!agreed) {
    io.out(
      io.interactive ? 'Nothing was changed\n' : 'Nothing was changed. To do it: intorch rollback --yes\n',
    );
    return io.interactive ? 0 : 3;
  }
  const { stop, finish, dispose } = stopSignals();
  await session.run({ answers: 'nobody', stop, finish }).finally(dispose);
  const state = session.store.state();
  if (state.trouble !== null)
    throw new IntorchError('REFUSED', state.trouble.message, { remedy: state.trouble.remedy });
  io.out(`${state.integration_branch} is at ${state.integration_tip}\n`);
  return 0;
}

function pointNamed(state: IntegrationState, name: string): Sha {
  const point = state.restore_points.findLast(({ before, commit }) => before === name || commit === name);
  const sha = point?.commit ?? parseSha(name);
  if (sha !== null) return sha;
  const known = state.restore_points.map(({ before }) => before).join(', ');
  throw new IntorchError('WRONG_USE', `There is no restore point ${name}; there are: ${known || 'none'}`);
}

async function agrees(): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question('Roll back? [y/N] ');
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
