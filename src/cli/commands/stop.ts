/** `intorch stop`: stops whoever works on this repository, an engine or a run without a screen. The session can be resumed. */
import type { LockOwner } from '../../ports/lock.ts';
import { connect } from '../../wire/client.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { openRepository, type Repository } from '../repository/compose.ts';
import { isIntegration } from '../repository/integration-kind.ts';
import { ownerText } from '../session/hold-lock.ts';
import { endOwner } from '../session/other-owner.ts';

const PATIENCE_MS = 60_000;

export async function stopCommand({ flags }: Invocation, io: Io): Promise<number> {
  const repository = await openRepository(io, flags);
  const owner = await repository.lock.owner();
  if (owner === null) {
    io.out('Nothing is running here\n');
    return 0;
  }
  if (owner.role === 'run') return stopRun(repository, owner, io);
  const client = await connect({ program: 'stop', socket_path: socketPathFor(repository.directory) });
  client.stopEngine(flagOn(flags, 'now'));
  client.close();
  const until = Date.now() + PATIENCE_MS;
  while ((await repository.lock.owner())?.pid === owner.pid) {
    if (Date.now() > until) {
      io.out(`The engine (pid ${owner.pid}) finishes what runs, and ends then\n`);
      return 0;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  io.out('The engine has ended; everything is saved. Go on with: intorch tui\n');
  return 0;
}

/** Ends a run as Ctrl-C where it runs would, and says what became of its session. */
async function stopRun(repository: Repository, owner: LockOwner, io: Io): Promise<number> {
  if (owner.host !== repository.host) {
    io.out(`Another machine works on this repository: ${ownerText(owner)}; stop it there\n`);
    return 1;
  }
  await endOwner(repository, owner);
  const newest = (await repository.sessions.list()).find(isIntegration);
  const what =
    newest === undefined
      ? 'nothing had begun'
      : newest.finished
        ? newest.summary
        : `${newest.summary}; everything is saved. Go on with: intorch resume`;
  io.out(`The run (pid ${owner.pid}) has ended: ${what}\n`);
  return 0;
}
