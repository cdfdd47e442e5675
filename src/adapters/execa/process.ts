/** Runs gates and set-ups: external programs, each in its own session, with a deadline. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Processes } from '../../ports/processes.ts';
import { gateEnvironment, withheldVariables } from './gate-environment.ts';
import { type OutputLog, openOutputLog } from './output-log.ts';
import { type OutputPipe, openOutputPipe } from './output-pipe.ts';
import { startOf } from './process-facts.ts';
import { notStarted, processOutcome } from './process-outcome.ts';
import { type NoSandbox, type Sandbox, startOfCommand } from './shut-in.ts';
import { endStragglers, type OwnedFolder } from './stragglers.ts';
import { watchOver } from './watch-over.ts';

export interface ProcessesOptions {
  /** Between SIGTERM and SIGKILL; default 5 s. */
  readonly grace_ms?: number;
  /** Variables that the allow-list picks from; default: our own environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What shuts commands in, or why nothing does; default: nothing. */
  readonly sandbox?: Sandbox | NoSandbox;
}

/** How long the pipe may stay open after all known processes are gone. */
const DRAIN_MS = 1_000;

/**
 * Creates the runner of external programs. Output goes through a pipe rather than straight into the log: its size can be limited, and a
 * program that opens /dev/stdout again cannot truncate the file. Nothing happens there but that it is written.
 */
export function createProcesses(options: ProcessesOptions = {}): Processes {
  const grace_ms = options.grace_ms ?? 5_000;
  const environment = options.environment ?? process.env;
  /** Process group by cookie, for systems without /proc. */
  const groups = new Map<string, number>();

  return {
    withheld: withheldVariables(environment),
    run: async (request) => {
      if (request.signal?.aborted) return notStarted('it was stopped before it started');
      const start = startOfCommand(request, options.sandbox ?? { unavailable: 'nothing here does that' });
      if ('unavailable' in start) return notStarted(`it cannot be shut in: ${start.unavailable}`);
      let log: OutputLog | null = null;
      let pipe: OutputPipe;
      const full = new AbortController();
      try {
        const onFull = () => full.abort();
        log = openOutputLog(request.log, { most_bytes: request.max_log_bytes, onFull });
        const name = join(tmpdir(), `intorch-${randomUUID()}`);
        pipe = await openOutputPipe(name, environment['PATH'], log.write);
      } catch (error) {
        await log?.close();
        return notStarted(`its log cannot be opened: ${messageOf(error)}`);
      }
      const child = start({
        cwd: request.cwd,
        env: gateEnvironment(environment, request.env, request.cookie),
        output_fd: pipe.input_fd,
      });
      const place = child.pid === null ? null : placeOf(request.cwd, child.pid);
      pipe.handOver();
      const watch = watchOver(child.pid, { ...request, full: full.signal, grace_ms });
      if (child.pid !== null) groups.set(request.cookie, child.pid);
      const end = await child.ended;
      const ended_by = watch.stop();
      if (child.pid !== null)
        await endStragglers({ cookie: request.cookie, group: child.pid, place }, grace_ms);
      groups.delete(request.cookie);
      await drain(pipe.output);
      return processOutcome(end, full.signal.aborted ? 'output' : ended_by, await log.close(), request);
    },
    sweep: (cookie) => endStragglers({ cookie, group: groups.get(cookie) ?? null, place: null }, grace_ms),
  };
}

/** Must be called right after the start: the process is not reaped yet, however short it was. */
function placeOf(cwd: string, pid: number): OwnedFolder | null {
  const since = startOf(pid);
  try {
    return since === null ? null : { folder: realpathSync(cwd), since };
  } catch {
    return null;
  }
}

/** Reads to the end of the pipe, but not for long: a process that escaped us may hold it open for ever. */
async function drain(output: Socket): Promise<void> {
  if (output.readableEnded || output.destroyed) return;
  const limit = new AbortController();
  const { signal } = limit;
  await Promise.race([once(output, 'close', { signal }), wait(DRAIN_MS, undefined, { signal })]).catch(
    () => {},
  );
  limit.abort();
  output.destroy();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
