import { spawn } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import { sanitize } from '../../domain/shared/text.ts';
import { programFile } from '../program-file.ts';
import type { PipelinePlace } from './pipeline-place.ts';

/** How long a process that cannot go on with a run takes to say so. */
const PATIENCE_MS = 3000;
const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
/** The run succeeded, did not, or was stopped: all of that shows in the run itself. */
const ENDS_OF_RUNS: readonly (number | null)[] = [0, 1, 130, null];

/**
 * Goes on with a run in a process of its own, which outlives the screen, the shell and the connection.
 * @returns why that process ended at once, or null
 */
export async function driveInBackground(
  { folderOf, top }: Pick<PipelinePlace, 'folderOf' | 'top'>,
  run_id: PipelineRunId,
  [verb = 'resume', ...rest]: readonly string[],
): Promise<string | null> {
  const folder = folderOf(run_id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = join(folder, 'driver.log');
  const output = openSync(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
  const child = spawn(process.execPath, [programFile(), `--repo=${top}`, 'pipeline', verb, run_id, ...rest], {
    cwd: top,
    detached: true,
    stdio: ['ignore', 'ignore', output],
  });
  closeSync(output);
  child.unref();
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (status) => resolve(ENDS_OF_RUNS.includes(status) ? null : lastLine(log)));
  });
  const patience = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
  return Promise.race([ended, patience]);
}

function lastLine(log: string): string {
  const [first = 'it ended at once'] = sanitize(readFileSync(log, 'utf8')).trim().split('\n');
  return first;
}
