/**
 * Runs the programs of a pipeline's steps. Their output goes straight into a file, so that it costs what the program itself costs; how long
 * the file is, is looked at a few times a second. They have the environment of whoever runs the pipeline, as their own commands have.
 */
import { closeSync, constants, existsSync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StepPrograms, StepRequest } from '../../ports/step-programs.ts';
import { COOKIE } from './gate-environment.ts';
import { startOf } from './process-facts.ts';
import { notStarted, processOutcome } from './process-outcome.ts';
import { startProgram } from './program.ts';
import { endStragglers } from './stragglers.ts';
import { watchOver } from './watch-over.ts';

export interface StepProgramsOptions {
  /** Between SIGTERM and SIGKILL; default 5 s. */
  readonly grace_ms?: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const LOOK_MS = 200;

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
      const { pid, ended } = startProgram(file, args, { cwd, env, output_fd });
      // Its start is known only while it is not reaped, however short it was.
      const since = pid === null ? null : startOf(pid);
      const full = new AbortController();
      const looking = setInterval(() => {
        if (fstatSync(output_fd).size > max_log_bytes) full.abort();
      }, LOOK_MS);
      const watch = watchOver(pid, { timeout_ms, signal, full: full.signal, grace_ms });
      const end = await ended;
      clearInterval(looking);
      const ended_by = watch.stop();
      if (pid !== null) await endStragglers({ cookie, group: pid, place: null, since }, grace_ms);
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
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
}
