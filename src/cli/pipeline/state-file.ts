import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RunState } from '../../domain/pipeline/state.ts';
import { safeJson } from '../../domain/shared/text.ts';
import type { PipelinePlace } from './pipeline-place.ts';
import { factsOfRun } from './run-facts.ts';

/**
 * Returns what keeps the state of a run in `.state/<name of the pipeline's file>/<run>.json` of the working tree, for tools that look there;
 * it does nothing where the pipeline does not ask for it. Nothing reads it back.
 */
export function stateFile(
  { top, onTrouble }: Pick<PipelinePlace, 'top' | 'onTrouble'>,
  { pipeline, file, run_id }: RunState,
): (run: RunState) => void {
  if (!pipeline.globals.state_files) return () => {};
  const folder = join(top, '.state', basename(file, '.json'));
  return (run) => {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${run_id}.json`), `${safeJson(factsOfRun(run, null))}\n`);
    } catch (error) {
      onTrouble(error);
    }
  };
}
