/** `intorch stop`: stops the engine of this repository. The session can be resumed. */
import { connect } from '../../wire/client.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { openRepository } from '../repository/compose.ts';

const PATIENCE_MS = 60_000;

export async function stopCommand({ flags }: Invocation, io: Io): Promise<number> {
  const repository = await openRepository(io, flags);
  const owner = await repository.lock.owner();
  if (owner === null) {
    io.out('No engine is running here\n');
    return 0;
  }
  if (owner.role === 'run') {
    io.out(`intorch run with pid ${owner.pid} on ${owner.host} is working; end it with Ctrl-C there\n`);
    return 1;
  }
  const client = await connect({ socket_path: socketPathFor(repository.directory) });
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
