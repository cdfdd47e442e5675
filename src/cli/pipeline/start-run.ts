import { systemClock } from '../../adapters/system-clock.ts';
import { newRunId } from '../../domain/pipeline/run-id.ts';
import type { Pipeline } from '../../domain/pipeline/schema.ts';
import { levelsOf } from '../../domain/pipeline/selectors.ts';
import { firstRunState } from '../../domain/pipeline/transition.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Instant } from '../../domain/shared/ids.ts';
import { counted, safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { RunReader } from '../../ports/runs.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { driveHere } from './drive-here.ts';
import { takeRun } from './hold-run.ts';
import { type PipelineFile, readPipelineFile } from './pipeline-file.ts';
import { type PipelinePlace, pipelinePlace } from './pipeline-place.ts';

/** `pipeline check FILE`: lists all that is wrong with a file, or what it would run. Starts nothing. */
export async function checkPipeline({ words, flags }: Invocation, io: Io): Promise<number> {
  const read = await readPipelineFile(io, flags, fileNamed(words));
  if (!flagOn(flags, 'json')) {
    const { plan_id, version, steps, globals } = checked(read);
    io.out(
      `${sanitizeLine(`${read.file} is well: ${plan_id} ${version}, ${counted(steps.length, 'step')}, ${globals.max_concurrency} at once`)}\n`,
    );
    for (const [level, ids] of levelsOf({ steps }).entries()) io.out(`  ${level + 1}. ${ids.join(', ')}\n`);
    return 0;
  }
  const { file, parsed } = read;
  if ('problems' in parsed) {
    io.out(
      `${safeJson({ type: 'pipeline', file, problems: parsed.problems, next_action: { kind: 'correct', command: null } })}\n`,
    );
    return 65;
  }
  const { plan_id, version } = parsed.pipeline;
  const next_action = { kind: 'run', command: `intorch pipeline run ${file}` };
  io.out(
    `${safeJson({ type: 'pipeline', file, plan_id, plan_version: version, problems: [], levels: levelsOf(parsed.pipeline), next_action })}\n`,
  );
  return 0;
}

/** `pipeline run FILE`: runs a pipeline here, to its end. */
export async function startRun({ words, flags }: Invocation, io: Io): Promise<number> {
  const read = await readPipelineFile(io, flags, fileNamed(words));
  const { file, variables } = read;
  const pipeline = checked(read);
  const place = await pipelinePlace(io);
  const runs = await place.write();
  try {
    const at = systemClock.now();
    const { run_id, release } = await freeRun(place, runs, pipeline, at);
    try {
      const run = firstRunState({ run_id, at, pipeline, variables, file, directory: place.top });
      if (flagOn(flags, 'monitor')) {
        const { runOnMonitor } = await import('./run-on-monitor.ts');
        return await runOnMonitor(place, runs, { run, release }, flags, io);
      }
      const told = await runs.create(run);
      const output = { out: io.out, env: io.env, json: flagOn(flags, 'json') };
      return await driveHere(place, runs, run, output, { told });
    } finally {
      await release();
    }
  } finally {
    await runs.close();
  }
}

function fileNamed([, file]: readonly string[]): string {
  if (file !== undefined) return file;
  throw new IntorchError('WRONG_USE', 'Which file?', { remedy: 'intorch pipeline run FILE' });
}

function checked({ file, parsed }: PipelineFile): Pipeline {
  if ('pipeline' in parsed) return parsed.pipeline;
  const lines = parsed.problems.map((line) => `  ${sanitizeLine(line)}`);
  const title = `${sanitizeLine(file)} has ${counted(lines.length, 'problem')}`;
  throw new IntorchError('CONFIG_INVALID', [title, ...lines].join('\n'), {
    remedy: 'Correct the lines named above',
  });
}

/** Takes the lock of the first name of that second that is nobody's. */
async function freeRun(place: PipelinePlace, runs: RunReader, { plan_id }: Pipeline, at: Instant) {
  for (let ordinal = 1; ; ordinal += 1) {
    const run_id = newRunId(plan_id, at, ordinal);
    const held = await takeRun(place, run_id);
    if ('owner' in held) continue;
    if ((await runs.load(run_id)) === null) return { run_id, release: held.release };
    await held.release();
  }
}
