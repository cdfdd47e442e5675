import { join } from 'node:path';
import { makePrivateFolder } from '../../adapters/disk/private-folder.ts';
import { createStepPrograms } from '../../adapters/execa/step-programs.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import { exitCodeOf } from '../../domain/pipeline/selectors.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import type { RunEvent } from '../../domain/pipeline/told.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import { resumeRun } from '../../engine/pipeline/resume-run.ts';
import type { OnTold, RunPorts } from '../../engine/pipeline/run-ports.ts';
import { driveRun } from '../../engine/pipeline/run-session.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Io } from '../arguments/io.ts';
import { stopSignals } from '../session/stop-signals.ts';
import type { PipelinePlace } from './pipeline-place.ts';
import { factsOfRun } from './run-facts.ts';
import { eventLine, runLines } from './run-lines.ts';
import { openRunLog } from './run-log.ts';
import { stateFile } from './state-file.ts';

interface Output extends Pick<Io, 'out' | 'env'> {
  readonly json: boolean;
}

interface Driving {
  /** What the run has told already. */
  readonly told?: readonly RunEvent[];
  /** What is asked of the run before it goes on. */
  readonly commands?: readonly PipelineCommand[];
  /** Whether it goes on at all. */
  readonly goesOn?: (run: RunState) => boolean;
}

/** Drives a run whose lock is held here, says what happens, and returns the exit status. */
export async function driveHere(
  place: PipelinePlace,
  runs: Runs,
  found: RunState,
  { out, env, json }: Output,
  { told = [], commands = [], goesOn = () => true }: Driving = {},
): Promise<number> {
  const { run_id } = found;
  const folder = place.folderOf(run_id);
  await makePrivateFolder(join(folder, 'logs'));
  const log = openRunLog(folder, place.onTrouble);
  const keepState = stateFile(place, found);
  const onTold: OnTold = (events, run) => {
    for (const event of events) {
      const line = `${safeJson({ run_id, ...event })}\n`;
      log.write(line);
      out(json ? line : `${sanitizeLine(eventLine(event, run_id))}\n`);
    }
    keepState(run);
  };
  const ports: RunPorts = {
    runs,
    clock: systemClock,
    programs: createStepPrograms({ environment: env }),
    inFolder: (path) => join(folder, path),
    onTrouble: place.onTrouble,
  };
  const signals = stopSignals();
  try {
    onTold(told, found);
    const resumed = await resumeRun(ports, found, commands, onTold);
    const isDriven = goesOn(resumed) && resumed.ended_at === null;
    const run = isDriven ? await driveRun(ports, resumed, onTold, signals.stop) : resumed;
    out(
      json
        ? `${safeJson(factsOfRun(run, null))}\n`
        : `${runLines(run, folder).map(sanitizeLine).join('\n')}\n`,
    );
    if (run.trouble !== null)
      place.onTrouble(new IntorchError('STATE_UNWRITABLE', run.trouble.message, run.trouble));
    if (run.ended_at === null && !json) out(`Go on with: intorch pipeline resume ${run_id}\n`);
    return exitCodeOf(run) ?? 130;
  } finally {
    log.close();
    signals.dispose();
  }
}
