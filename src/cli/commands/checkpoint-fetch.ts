/** `intorch checkpoint fetch [REMOTE]`: fetches what another machine pushed, so that its sessions can be resumed here. */
import { safeJson } from '../../domain/shared/text.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { openRepository } from '../repository/compose.ts';
import { fetchCheckpoints, fetchedLines } from '../session/fetch-checkpoints.ts';
import { holdLock } from '../session/hold-lock.ts';

export async function checkpointFetchCommand({ words, flags }: Invocation, io: Io): Promise<number> {
  const repository = await openRepository(io, flags);
  await holdLock(repository, 'run');
  try {
    const remote = words[1] ?? (await configuredRemote(repository));
    const fetched = await fetchCheckpoints(repository, remote);
    if (flagOn(flags, 'json')) io.out(`${safeJson({ type: 'fetched', remote, sessions: fetched })}\n`);
    else for (const line of fetchedLines(fetched, remote)) io.out(`${line}\n`);
    if (!flagOn(flags, 'json') && fetched.some(({ refused, finished }) => refused === null && !finished))
      io.out('Go on with: intorch tui or intorch resume\n');
    return fetched.length > 0 && fetched.every(({ refused }) => refused !== null) ? 65 : 0;
  } finally {
    await repository.lock.release();
  }
}

/** Falls back to the default remote when the configuration cannot be read. */
function configuredRemote(repository: Parameters<typeof fetchCheckpoints>[0]): Promise<string> {
  return repository.settings().then(
    (settings) => settings.checkpoints.remote,
    () => 'origin',
  );
}
