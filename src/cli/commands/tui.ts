/** `intorch tui`: finds or starts the engine of this repository, and is a screen for it; where somebody else is at work, it says who. */
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import type { LockOwner } from '../../ports/stores.ts';
import type { Elsewhere } from '../../tui/elsewhere.ts';
import type { Farewell } from '../../tui/farewell.ts';
import { startTui } from '../../tui/terminal.ts';
import { terminalRefusal } from '../../tui/terminal-modes.ts';
import { connect } from '../../wire/client.ts';
import { lateClient } from '../../wire/late-client.ts';
import type { EngineClient } from '../../wire/protocol.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import { openRepository, type Repository } from '../compose.ts';
import { elsewhereOf, endOwner } from '../elsewhere.ts';
import { ensureEngine } from '../engine-process.ts';
import type { Io } from '../io.ts';
import { lookAt } from '../looking.ts';
import type { FlagValues, Invocation } from '../parse-args.ts';
import { screenOptions } from '../screen-options.ts';
import { watchOwner } from '../watching.ts';

/** An engine that is starting has no socket yet; one that is there answers at once. */
const PATIENCE_MS = { starting: 20_000, running: 8000 } as const;

export async function tui({ flags }: Invocation, io: Io): Promise<number> {
  if (!io.interactive) throw new IntorchError('NO_TERMINAL', 'The screen needs a terminal, and this is none');
  // Before anything is started that would be left behind.
  const refusal = terminalRefusal(process.stdin, process.stdout, io.env['TERM']);
  if (refusal !== null) throw new IntorchError('NO_TERMINAL', refusal);
  const repository = await openRepository(io, flags);
  let silent = false;
  for (;;) {
    const owner = await repository.lock.owner();
    const elsewhere: Elsewhere | null = owner === null ? null : elsewhereOf(owner, repository.host, silent);
    const how: Farewell | 'silent' = await (owner === null || elsewhere === null
      ? attached(repository, owner, flags, io)
      : watched(owner, elsewhere, flags, io));
    silent = how === 'silent';
    if (how === 'silent') continue;
    if (how.reason === 'taken_over' && owner !== null) {
      io.out(`Asking ${owner.role} ${owner.pid} to save and end; it goes on here when it has\n`);
      await endOwner(repository, owner);
    } else if (how.reason !== 'again') return said(how, io);
  }
}

/** Draws at once, and whatever the engine says as soon as it answers; `silent`: one has the lock and does not answer. */
async function attached(
  repository: Repository,
  owner: LockOwner | null,
  flags: FlagValues,
  io: Io,
): Promise<Farewell | 'silent'> {
  const patience_ms = owner === null ? PATIENCE_MS.starting : PATIENCE_MS.running;
  const opening = ensureEngine(repository, flags, owner !== null).then(() =>
    connect({ socket_path: socketPathFor(repository.directory), patience_ms }),
  );
  try {
    return await shown(lateClient(opening), opening, null, flags, io);
  } catch (thrown) {
    const error = asIntorchError(thrown);
    if (error.code !== 'ENGINE_UNREACHABLE' || (await repository.lock.owner()) === null) throw error;
    return 'silent';
  }
}

async function watched(owner: LockOwner, elsewhere: Elsewhere, flags: FlagValues, io: Io): Promise<Farewell> {
  const client = watchOwner(await lookAt(io, flags), owner);
  return shown(client, Promise.resolve(), elsewhere, flags, io);
}

async function shown(
  client: EngineClient,
  opening: Promise<unknown>,
  elsewhere: Elsewhere | null,
  flags: FlagValues,
  io: Io,
): Promise<Farewell> {
  const options = screenOptions(flags, io, elsewhere);
  try {
    return await startTui({ client, opening, stdin: process.stdin, stdout: process.stdout, options });
  } finally {
    client.close();
  }
}

function said({ lines, status }: Farewell, io: Io): number {
  for (const line of lines) io.out(`${line}\n`);
  return status;
}
