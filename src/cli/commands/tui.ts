/** `intorch tui`: finds or starts the engine of this repository, and connects a screen to it. Shows who else drives the session. */
import { hostname } from 'node:os';
import type { Command } from '../../domain/integration/command.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import type { LockOwner } from '../../ports/lock.ts';
import type { EngineClient, Snapshot } from '../../tui/integration-client.ts';
import type { Elsewhere } from '../../tui/screen-input.ts';
import type { Farewell } from '../../tui/terminal/farewell.ts';
import { terminalRefusal } from '../../tui/terminal/terminal-modes.ts';
import { startTui } from '../../tui/terminal.ts';
import { connect } from '../../wire/client.ts';
import { lateClient } from '../../wire/late-client.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import type { Io } from '../arguments/io.ts';
import type { FlagValues, Invocation } from '../arguments/parse-args.ts';
import { screenOptions } from '../output/screen-options.ts';
import { type Looking, readRepository } from '../repository/read-repository.ts';
import { ensureEngine } from '../session/engine-process.ts';
import { elsewhereOf, endOwner } from '../session/other-owner.ts';
import { engineReviver } from '../session/revive-engine.ts';

/** How long to wait for the engine. One that is starting has no socket yet; a running one answers at once. */
const PATIENCE_MS = { starting: 20_000, running: 8000 } as const;

/** One call of the command: its repository, and what to do just before the first screen is drawn. */
interface Call {
  readonly place: Looking;
  readonly flags: FlagValues;
  readonly io: Io;
  readonly onFirstFrame: () => void;
}

export async function tuiCommand({ flags }: Invocation, io: Io, onFirstFrame = () => {}): Promise<number> {
  if (!io.interactive) throw new IntorchError('NO_TERMINAL', 'The screen needs a terminal, and this is none');
  // Check before starting anything that would be left behind.
  const refusal = terminalRefusal(process.stdin, process.stdout, io.env['TERM']);
  if (refusal !== null) throw new IntorchError('NO_TERMINAL', refusal);
  const place = await readRepository(io, flags).catch(whyNot(io, flags));
  const call = { place, flags, io, onFirstFrame };
  let silent = false;
  for (;;) {
    const owner = await place.lock.owner();
    const elsewhere: Elsewhere | null = owner === null ? null : elsewhereOf(owner, hostname(), silent);
    const how: Farewell | 'silent' = await (owner === null || elsewhere === null
      ? attached(call, owner)
      : watched(call, owner, elsewhere));
    silent = how === 'silent';
    if (how === 'silent') continue;
    if (how.reason === 'taken_over' && owner !== null) {
      io.out(`Asking ${owner.role} ${owner.pid} to save and end; it goes on here when it has\n`);
      await endOwner(place, owner);
    } else if (how.reason !== 'again') return said(how, io);
  }
}

/** Finds the real cause of a failure by opening the repository the way the engine does: no repository, no git, or an old git. */
function whyNot(io: Io, flags: FlagValues) {
  return async (thrown: unknown): Promise<never> => {
    const { openRepository } = await import('../repository/compose.ts');
    await openRepository(io, flags);
    throw thrown;
  };
}

/** Draws at once, and the engine's state as soon as it answers. Returns `silent` when an engine has the lock but does not answer. */
async function attached(call: Call, owner: LockOwner | null): Promise<Farewell | 'silent'> {
  const { place, flags } = call;
  const patience_ms = owner === null ? PATIENCE_MS.starting : PATIENCE_MS.running;
  const onLost = engineReviver(place, flags);
  const opening = ensureEngine(place, flags, owner !== null).then(({ failed }) =>
    Promise.race([
      connect<Snapshot, Command>({ socket_path: socketPathFor(place.directory), patience_ms, onLost }),
      failed,
    ]),
  );
  try {
    return await shown(call, lateClient(opening), opening, null);
  } catch (thrown) {
    const error = asIntorchError(thrown);
    if (error.code !== 'ENGINE_UNREACHABLE' || (await place.lock.owner()) === null) throw error;
    return 'silent';
  }
}

async function watched(call: Call, owner: LockOwner, elsewhere: Elsewhere): Promise<Farewell> {
  const { watchOwner } = await import('../session/watch-owner.ts');
  return shown(call, watchOwner(call.place, owner), Promise.resolve(), elsewhere);
}

async function shown(
  { flags, io, onFirstFrame }: Call,
  client: EngineClient,
  opening: Promise<unknown>,
  elsewhere: Elsewhere | null,
): Promise<Farewell> {
  const options = screenOptions(flags, io, elsewhere);
  onFirstFrame();
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
