/**
 * This folder: what the commands of `intorch pipeline` do.
 *
 * Finds where runs of pipelines are kept. A git repository is all that it takes, whatever its settings are.
 */
import { join } from 'node:path';
import { openRuns, readRuns } from '../../adapters/sqlite/runs/sqlite-runs.ts';
import { createSessionLock } from '../../adapters/sqlite/session-lock.ts';
import { placeByFiles } from '../../adapters/survey/place-by-files.ts';
import { type PipelineRunId, parseRunId } from '../../domain/pipeline/run-id.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import { asIntorchError, errorLines, IntorchError } from '../../domain/shared/errors.ts';
import { sanitize, sanitizeLine } from '../../domain/shared/text.ts';
import type { LockOwner, SessionLock } from '../../ports/lock.ts';
import type { RunReader, Runs } from '../../ports/runs.ts';
import type { Io } from '../arguments/io.ts';

export interface PipelinePlace {
  /** `<git-common-dir>/intorch`. */
  readonly directory: string;
  /** Where steps run from: the top of the working tree, or the repository where it has none. */
  readonly top: string;
  /** null: no pipeline has run here. */
  readonly read: () => RunReader | null;
  readonly write: () => Promise<Runs>;
  /** The run's own folder: its lock, logs and `events.jsonl`. */
  readonly folderOf: (run: PipelineRunId) => string;
  readonly lockOf: (run: PipelineRunId) => SessionLock;
  readonly onTrouble: (thrown: unknown) => void;
}

/** Finds the place of the repository that contains a folder. @throws NOT_A_REPOSITORY */
export async function pipelinePlace(io: Pick<Io, 'directory' | 'err'>): Promise<PipelinePlace> {
  const asked = async () => (await import('../../adapters/survey/ask-git.ts')).placeByGit(io.directory);
  const place = placeByFiles(io.directory) ?? (await asked());
  if (place === null) throw new IntorchError('NOT_A_REPOSITORY', `${io.directory} is in no git repository`);
  const directory = join(place.common_dir, 'intorch');
  const folderOf = (run: PipelineRunId) => join(directory, 'pipelines', run);
  const onTrouble = (thrown: unknown) =>
    io.err(`${sanitize(errorLines(asIntorchError(thrown)).join('\n'))}\n`);
  return {
    directory,
    top: place.top_level ?? place.common_dir,
    read: () => readRuns(directory),
    write: () => openRuns(directory, onTrouble),
    folderOf,
    lockOf: (run) => createSessionLock(folderOf(run)),
    onTrouble,
  };
}

/** Reads the run that was named. @throws WRONG_USE where there is none, with those that there are */
export async function namedRun(runs: RunReader | null, name: string | undefined): Promise<RunState> {
  const id = name === undefined ? null : parseRunId(name);
  const found = id === null ? null : ((await runs?.load(id)) ?? null);
  if (found !== null) return found;
  const there = ((await runs?.list()) ?? []).slice(0, 5).map(({ run_id }) => run_id);
  const remedy = there.length === 0 ? 'No pipeline has run here' : `The newest are: ${there.join(', ')}`;
  const message = name === undefined ? 'Which run?' : `There is no run ${sanitizeLine(name)}`;
  throw new IntorchError('WRONG_USE', message, { remedy });
}

/** Returns who drives a run; null: nobody does. */
export async function driverOf(
  place: PipelinePlace,
  run: { readonly run_id: PipelineRunId; readonly ended_at: string | null },
): Promise<LockOwner | null> {
  return run.ended_at === null ? place.lockOf(run.run_id).owner() : null;
}
