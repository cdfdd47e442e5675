/**
 * `intorch engine` (hidden): the detached process that does the work. It has no terminal; screens come and go over its socket. It ends
 * when the session is finished and unwatched, when a screen stops it, or on a signal. However it ends, the journal is complete.
 */

import { parseCommand } from '../../domain/integration/command-check.ts';
import { hasBegun } from '../../domain/integration/selectors/progress.ts';
import { asIntorchError } from '../../domain/shared/errors.ts';
import { serve } from '../../wire/server.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { openRepository, type Repository } from '../repository/compose.ts';
import { isIntegration } from '../repository/integration-kind.ts';
import { refuseUnconfined } from '../repository/sandbox-for.ts';
import { leaveStarter, tellStarter } from '../session/engine/engine-process.ts';
import { vetClient } from '../session/engine/vet-client.ts';
import { heldSession } from '../session/held-results.ts';
import { holdLock } from '../session/hold-lock.ts';
import { type LiveSession, resumeSession, startSession } from '../session/live-session.ts';
import { nothingToDo } from '../session/nothing-to-do.ts';
import { pruneAtStart } from '../session/prune-sessions.ts';
import { type StopSignals, stopSignals } from '../session/stop-signals.ts';
import { unfinishedSession } from '../session/unfinished.ts';
import { supersede } from './run.ts';

/** How long a finished engine waits for a screen, in milliseconds. */
const LINGER_MS = 15_000;

export async function engineCommand(invocation: Invocation, io: Io): Promise<number> {
  try {
    return await engine(invocation, io);
  } catch (thrown) {
    tellStarter(thrown);
    throw thrown;
  }
}

async function engine({ flags }: Invocation, io: Io): Promise<number> {
  const repository = await openRepository(io, flags);
  await holdLock(repository, 'engine');
  const say = (thrown: unknown) => io.err(`${new Date().toISOString()} ${asIntorchError(thrown).message}\n`);
  const signals = stopSignals();
  let live = await openLive(repository, flagOn(flags, 'resume'), say);
  let announce = () => {};
  let ended = 'the integration is finished';
  const server = await serve({
    socket_path: socketPathFor(repository.directory),
    snapshot: () => live.snapshot(),
    parseCommand,
    onCommand: (command, client) => live.session.command(command, client),
    vet: (socket, client) => vetClient(socket, client, io.env['PATH'] ?? ''),
    onStop: (now) => (now ? signals.stopNow() : signals.finishSoon()),
  });
  leaveStarter();
  announce = server.changed;
  live.onChange(announce);
  const heartbeat = setInterval(() => announce(), 1000);
  try {
    for (;;) {
      const next = await work(repository, live, server.screens, signals, say);
      if (next === null) break;
      live = next;
      live.onChange(announce);
      announce();
    }
    return 0;
  } catch (thrown) {
    say(thrown);
    ended = asIntorchError(thrown).message;
    return asIntorchError(thrown).exit_status;
  } finally {
    clearInterval(heartbeat);
    await live.close().catch(say);
    await server.close(
      signals.stop.aborted || signals.finish.aborted ? 'the engine was stopped; everything is saved' : ended,
    );
    signals.dispose();
    await repository.lock.release();
  }
}

async function openLive(
  repository: Repository,
  resumeUnasked: boolean,
  say: (thrown: unknown) => void,
): Promise<LiveSession> {
  await pruneAtStart(repository, say);
  const held = await heldSession(repository);
  const id = held?.session_id ?? (await unfinishedSession(repository))?.id;
  if (held === null) await refuseUnconfined(repository, id ?? null);
  if (id === undefined) return newOrLast(repository, say);
  const how = resumeUnasked && held === null ? 'go_on' : 'ask';
  const live = await resumeSession(repository, id, how, say).catch((thrown) => {
    // An unreadable session must not keep the engine from working: it stays where it is, and a new one starts.
    say(thrown);
    return null;
  });
  if (live === null) return startSession(repository, say);
  if (resumeUnasked || hasBegun(live.session.store.state())) return live;
  // Nothing had started in it, so the operator wants a fresh look at the branches.
  await live.close();
  await supersede(repository, live.id, say);
  return startSession(repository, say);
}

/** Where everything is in already, shows the last session again instead of a new one with nothing to do. */
async function newOrLast(repository: Repository, say: (thrown: unknown) => void): Promise<LiveSession> {
  const last = (await repository.sessions.list()).find(isIntegration);
  const idle = last && (await nothingToDo(repository.history, await repository.settings(), repository.env));
  return last && idle ? resumeSession(repository, last.id, 'as_it_is', say) : startSession(repository, say);
}

/** Runs the session to its end. Returns the session that follows it, or null when the engine should exit. */
async function work(
  repository: Repository,
  live: LiveSession,
  screens: () => number,
  { stop, finish }: StopSignals,
  say: (thrown: unknown) => void,
): Promise<LiveSession | null> {
  for (;;) {
    const end = await live.session.run({ answers: 'operator', stop, finish });
    if (end.kind === 'stopped') return null;
    if (live.session.store.state().end?.outcome === 'SUPERSEDED') {
      await live.close();
      return startSession(repository, say);
    }
    if (!(await changedWhileWatched(live, screens, stop, finish))) return null;
  }
}

/** Waits while screens watch the finished session. Returns whether it changed meanwhile, for example by a rollback. */
async function changedWhileWatched(
  live: LiveSession,
  screens: () => number,
  stop: AbortSignal,
  finish: AbortSignal,
): Promise<boolean> {
  const ended = live.session.store.state();
  let alone_since = Date.now();
  while (!stop.aborted && !finish.aborted && Date.now() - alone_since < LINGER_MS) {
    await live.ports.clock.sleep(200, stop);
    if (live.session.store.state() !== ended) return true;
    if (screens() > 0) alone_since = Date.now();
  }
  return false;
}
