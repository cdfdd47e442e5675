/** `intorch tui`: finds or starts the engine of this repository, and connects a screen to it. Shows who else drives the session. */
import { hostname, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Settings } from '../../domain/config/settings.ts';
import type { Command } from '../../domain/integration/command.ts';
import { hasBegun } from '../../domain/integration/selectors/progress.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import type { Idle } from '../../engine/integration/planning/work-to-do.ts';
import type { LockOwner } from '../../ports/lock.ts';
import type { EngineClient, Snapshot } from '../../tui/integration-client.ts';
import type { Elsewhere } from '../../tui/screen-input.ts';
import { startTui } from '../../tui/start-tui.ts';
import type { Farewell } from '../../tui/terminal/farewell.ts';
import { terminalRefusal } from '../../tui/terminal/terminal-modes.ts';
import { connect } from '../../wire/client.ts';
import { lateClient } from '../../wire/late-client.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import type { Io } from '../arguments/io.ts';
import { type FlagValues, flagValue, type Invocation } from '../arguments/parse-args.ts';
import { screenOptions } from '../output/screen-options.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';
import { type Looking, readRepository } from '../repository/read-repository.ts';
import { engineReviver } from '../session/engine/revive-engine.ts';
import { elsewhereOf, endOwner } from '../session/other-owner.ts';
import { maySetOther, unheededFlags } from '../session/unheeded-flags.ts';

/** How long to wait for the engine. One that is starting has no socket yet; a running one answers at once. */
const PATIENCE_MS = { starting: 20_000, running: 8000 } as const;

/** One call of the command: its repository, and what to do just before the first screen is drawn. */
interface Call {
  readonly place: Looking;
  readonly flags: FlagValues;
  readonly io: Io;
  /** What to say first on the screen. */
  readonly notice: string | null;
  readonly onFirstFrame: () => void;
}

export async function tuiCommand(
  { flags: given }: Invocation,
  io: Io,
  onFirstFrame = () => {},
): Promise<number> {
  if (!io.interactive) throw new IntorchError('NO_TERMINAL', 'The screen needs a terminal, and this is none');
  // Check before starting anything that would be left behind.
  const refusal = terminalRefusal(process.stdin, process.stdout, io.env['TERM']);
  if (refusal !== null) throw new IntorchError('NO_TERMINAL', refusal);
  const place = await readRepository(io, given).catch(whyNot(io, given));
  // The engine has another working folder.
  const file = flagValue(given, 'config');
  const flags =
    file === null ? given : new Map([...given, ['config', [resolve(io.directory, file)]] as const]);
  let silent = false;
  for (;;) {
    const owner = await place.lock.owner();
    const kept = await keptSettings(place, owner !== null);
    const idle = owner === null && kept === null ? await nothingHere(place, io) : null;
    // Where everything is in, the engine shows the last session.
    const past =
      idle !== null && idle.branches.length === 0 && (await place.sessions.list()).some(isIntegration);
    if (idle !== null && !past) {
      const { idleText } = await import('../session/nothing-to-do.ts');
      io.out(idleText(idle, 'intorch tui'));
      return 0;
    }
    const notice =
      idle !== null
        ? `Nothing to do: ${idle.because}. This is the last session`
        : kept === null || !maySetOther(flags, kept)
          ? null
          : unheededFlags(flags, await askedSettings(place), kept);
    const call = { place, flags, io, notice, onFirstFrame };
    const elsewhere: Elsewhere | null = owner === null ? null : elsewhereOf(owner, hostname(), silent);
    const how: Farewell | 'silent' = await (owner === null || elsewhere === null
      ? attached(call, owner)
      : watched(call, owner, elsewhere));
    silent = how === 'silent';
    if (how === 'silent') continue;
    if (how.reason === 'pipelines') {
      const { pipelinePlace } = await import('../pipeline/pipeline-place.ts');
      const { monitorRun } = await import('../pipeline/show-monitor.ts');
      await monitorRun(await pipelinePlace(io), { run: null }, flags, { ...io, out: () => undefined });
    } else if (how.reason === 'taken_over' && owner !== null) {
      io.out(`Asking ${owner.role} ${owner.pid} to save and end; it goes on here when it has\n`);
      await endOwner(place, owner);
    } else if (how.reason !== 'again') return said(how, io);
  }
}

/** Returns the settings of the session that a screen would show; null: a new one would start. An engine keeps to the one that it has. */
async function keptSettings(place: Looking, is_driven: boolean): Promise<Settings | null> {
  const newest = (await place.sessions.list()).find(isIntegration);
  if (newest === undefined || (newest.finished && !is_driven)) return null;
  const state = (await readIntegration(place.stored, newest.id)).found?.state;
  if (state === undefined) return null;
  return is_driven || hasBegun(state) ? state.settings : null;
}

/** Returns the settings that this call would start a session with; null: they cannot be read. */
async function askedSettings(place: Looking): Promise<Settings | null> {
  return place.config().then(
    ({ settings }) => settings,
    () => null,
  );
}

/** Looks before an engine is started, so that no screen opens for wrong use or for nothing. */
async function nothingHere(place: Looking, { directory, env }: Io): Promise<Idle | null> {
  const { settings } = await place.config();
  const { gitHistory } = await import('../../adapters/git/history.ts');
  const { nothingToDo } = await import('../session/nothing-to-do.ts');
  const history = gitHistory({ directory, env, scratch_dir: tmpdir() });
  try {
    return await nothingToDo(history, settings, env);
  } finally {
    await history.close();
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
  const connected = () =>
    connect<Snapshot, Command>({
      program: 'tui',
      socket_path: socketPathFor(place.directory),
      patience_ms,
      onLost,
    });
  const opening = owner === null ? startedEngine(place, flags, connected) : connected();
  try {
    return await shown(call, lateClient(opening), opening, null);
  } catch (thrown) {
    const error = asIntorchError(thrown);
    if (error.code !== 'ENGINE_UNREACHABLE' || (await place.lock.owner()) === null) throw error;
    return 'silent';
  }
}

/** Starts an engine and connects to it, unless it ends first. */
async function startedEngine(
  place: Looking,
  flags: FlagValues,
  connected: () => Promise<EngineClient>,
): Promise<EngineClient> {
  const { ensureEngine } = await import('../session/engine/engine-process.ts');
  const { failed } = await ensureEngine(place, flags);
  return Promise.race([connected(), failed]);
}

async function watched(call: Call, owner: LockOwner, elsewhere: Elsewhere): Promise<Farewell> {
  const { watchOwner } = await import('../session/watch-owner.ts');
  return shown(call, watchOwner(call.place, owner), Promise.resolve(), elsewhere);
}

async function shown(
  { flags, io, notice, onFirstFrame }: Call,
  client: EngineClient,
  opening: Promise<unknown>,
  elsewhere: Elsewhere | null,
): Promise<Farewell> {
  const options = screenOptions(flags, io, elsewhere, notice);
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
