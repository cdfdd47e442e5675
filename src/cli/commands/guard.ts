/** `intorch guard --reverse EFFORT`: runs the new tests of an effort on the target. Those that pass there prove nothing. */
import { hostname } from 'node:os';
import { verdictReason } from '../../domain/gate/gate.ts';
import type { Command } from '../../domain/integration/command.ts';
import { openQuestion } from '../../domain/integration/open-question.ts';
import { proofsOf } from '../../domain/integration/selectors/guard/proofs.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import type { EffortName } from '../../domain/shared/ids.ts';
import { sanitize, sanitizeLine } from '../../domain/shared/text.ts';
import type { Snapshot } from '../../tui/integration-client.ts';
import { connect } from '../../wire/client.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import type { Io } from '../arguments/io.ts';
import { flagValue, type Invocation } from '../arguments/parse-args.ts';
import { openRepository } from '../repository/compose.ts';
import { readRepository } from '../repository/read-repository.ts';
import { someSession } from '../repository/session-context.ts';
import { holdLock } from '../session/hold-lock.ts';
import { resumeSession } from '../session/live-session.ts';
import { stopSignals } from '../session/stop-signals.ts';

export async function guardCommand({ flags }: Invocation, io: Io): Promise<number> {
  const named = flagValue(flags, 'reverse');
  if (named === null)
    throw new IntorchError('WRONG_USE', 'The guard run itself is part of every integration', {
      remedy: 'To run the new tests of an effort on the target: intorch guard --reverse EFFORT',
    });
  const effort = named as EffortName;
  const place = await readRepository(io, flags);
  const owner = await place.lock.owner();
  if (owner?.role === 'engine' && owner.host === hostname())
    return byEngine(socketPathFor(place.directory), effort, io);
  const repository = await openRepository(io, flags);
  await holdLock(repository, 'run');
  try {
    const { id } = await someSession(place, flags);
    const live = await resumeSession(repository, id, 'as_it_is', (thrown) =>
      io.err(`! ${asIntorchError(thrown).message}\n`),
    );
    try {
      const { session } = live;
      // One that has work to do would go on with it, and might land.
      if (openQuestion(session.store.state()) === null && session.store.state().end === null)
        throw new IntorchError('REFUSED', 'The session waits for nobody', {
          remedy: 'Go on: intorch resume',
        });
      obeyed(await session.command({ type: 'prove_tests', effort }));
      const { stop, finish, dispose } = stopSignals();
      await session.run({ answers: 'nobody', stop, finish }).finally(dispose);
      io.out(`${sanitize(saidOf(session.store.state(), effort))}\n`);
      return 0;
    } finally {
      await live.close();
    }
  } finally {
    await repository.lock.release();
  }
}

async function byEngine(socket_path: string, effort: EffortName, io: Io): Promise<number> {
  const client = await connect<Snapshot, Command>({ program: 'guard', socket_path });
  try {
    obeyed(await client.send({ type: 'prove_tests', effort }));
    io.out('The engine runs them; see the gates of: intorch tui\n');
    return 0;
  } finally {
    client.close();
  }
}

function obeyed(refused: string | null): void {
  if (refused !== null) throw new IntorchError('REFUSED', sanitizeLine(refused));
}

function saidOf(state: IntegrationState, effort: EffortName): string {
  const runs = proofsOf(state, effort).filter(({ status }) => status === 'FINISHED');
  if (runs.length > 0) return runs.map((run) => `${run.gate}: ${verdictReason(run)}`).join('\n');
  const question = openQuestion(state);
  return question === null ? 'They did not run' : `They run once this is answered: ${question.title}`;
}
