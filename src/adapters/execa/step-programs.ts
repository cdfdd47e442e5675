/**
 * Runs the programs of a pipeline's steps. Their output goes straight into a file, so that it costs what the program itself costs; how long
 * the file is, is looked at a few times a second. They have the environment of whoever runs the pipeline, as their own commands have.
 */
import { spawn } from 'node:child_process';
import { closeSync, constants, existsSync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StepPrograms, StepRequest } from '../../ports/step-programs.ts';
import { missingOf } from './failed-start.ts';
import { COOKIE } from './gate-environment.ts';
import { notStarted, processOutcome } from './process-outcome.ts';
import type { StartedProgram, StartOptions } from './program.ts';
import { endStragglers } from './stragglers.ts';
import { watchOver } from './watch-over.ts';

export interface StepProgramsOptions {
  /** Between SIGTERM and SIGKILL; default 5 s. */
  readonly grace_ms?: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const LOOK_MS = 200;
/** No machine starts as many processes in this time as there are numbers for them. */
const BRIEF_MS = 1_000;

/** Creates the runner of steps. */
export function createStepPrograms({ environment, grace_ms = 5_000 }: StepProgramsOptions): StepPrograms {
  const inherited = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const run = async (request: StepRequest) => {
    const { file, args, cookie, timeout_ms, signal, log, max_log_bytes } = request;
    const cwd = resolve(request.directory, request.cwd);
    const output_fd = openLog(log);
    try {
      const env = { ...inherited, ...request.env, [COOKIE]: cookie };
      const { pid, ended } = startStep(file, args, { cwd, env, output_fd });
      const full = new AbortController();
      const looking = setInterval(() => {
        if (fstatSync(output_fd).size > max_log_bytes) full.abort();
      }, LOOK_MS);
      const watch = watchOver(pid, { timeout_ms, signal, full: full.signal, grace_ms });
      const end = await ended;
      clearInterval(looking);
      const ended_by = watch.stop();
      const brief = end.duration_ms < BRIEF_MS;
      if (pid !== null) await endStragglers({ cookie, group: pid, place: null, brief }, grace_ms);
      const isFull = fstatSync(output_fd).size > max_log_bytes;
      if (isFull) ftruncateSync(output_fd, max_log_bytes);
      const missing = request.artifacts.filter((path) => !existsSync(resolve(cwd, path)));
      return { ...processOutcome(end, isFull ? 'output' : ended_by, null, request), missing };
    } finally {
      closeSync(output_fd);
    }
  };
  return {
    run: (request) =>
      request.signal.aborted
        ? Promise.resolve({ ...notStarted('it was stopped before it started'), missing: [] })
        : run(request),
    sweep: (cookie) => endStragglers({ cookie, group: null, place: null }, grace_ms),
  };
}

function openLog(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
  return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
}

/** Node starts it directly: for a program that does nothing, execa takes as long as its start does. */
function startStep(
  file: string,
  args: readonly string[],
  { cwd, env, output_fd }: StartOptions,
): StartedProgram {
  const began = performance.now();
  const child = spawn(file, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ['ignore', output_fd, output_fd],
  });
  const ended = new Promise<Awaited<StartedProgram['ended']>>((resolve) => {
    const end = (exit_code: number | null, signal: string | null, failed_to_start: string | null = null) =>
      resolve({ exit_code, signal, failed_to_start, duration_ms: Math.round(performance.now() - began) });
    child.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      end(null, null, code === 'ENOENT' ? missingOf(cwd) : (code ?? message)),
    );
    child.once('close', (exit_code, signal) => end(exit_code, signal));
  });
  return { pid: child.pid ?? null, ended };
}
