import { setTimeout as wait } from 'node:timers/promises';
import { IntorchError } from '../../domain/shared/errors.ts';
import { safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { RunReader } from '../../ports/runs.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, flagValue, type Invocation } from '../arguments/parse-args.ts';
import { ownerText } from '../session/hold-lock.ts';
import { driverOf, namedRun, type PipelinePlace, pipelinePlace } from './pipeline-place.ts';
import { factsOfRun, nextActionOfRun } from './run-facts.ts';
import { eventLine, runLines } from './run-lines.ts';

const FOLLOW_MS = 250;

/** `pipeline runs`: lists runs, newest first. */
export async function listRuns({ flags }: Invocation, io: Io): Promise<number> {
  return looking(io, async (place, runs) => {
    const filter = { state: flagValue(flags, 'state'), plan_id: flagValue(flags, 'plan') };
    const listed = await Promise.all(
      ((await runs?.list(filter)) ?? []).map(async (run) => {
        const driver = await driverOf(place, run);
        return { ...run, driver, next_action: nextActionOfRun(run, driver !== null) };
      }),
    );
    if (flagOn(flags, 'json')) io.out(`${safeJson({ type: 'runs', runs: listed })}\n`);
    else if (listed.length === 0) io.out('There are none. Start one with: intorch pipeline run FILE\n');
    else
      for (const { run_id, state, progress_pct, driver, ended_at } of listed) {
        const left = ended_at === null && driver === null ? ', and nobody drives it' : '';
        io.out(`${sanitizeLine(`${run_id}  ${state}, ${progress_pct} %${left}`)}\n`);
      }
    return 0;
  });
}

/** `pipeline show ID`: shows where a run stands. Starts nothing. */
export async function showRun({ words: [, name], flags }: Invocation, io: Io): Promise<number> {
  return looking(io, async (place, runs) => {
    const run = await namedRun(runs, name);
    const driver = await driverOf(place, run);
    if (flagOn(flags, 'json')) {
      io.out(`${safeJson(factsOfRun(run, driver))}\n`);
      return 0;
    }
    const { command } = nextActionOfRun(run, driver !== null);
    const lines = [
      ...runLines(run, place.folderOf(run.run_id)),
      ...(driver === null ? [] : [`driven by ${ownerText(driver)}`]),
      ...(command === null ? [] : [`Go on with: ${command}`]),
    ];
    io.out(`${lines.map(sanitizeLine).join('\n')}\n`);
    return 0;
  });
}

/** `pipeline events ID`: prints the events of a run after a number; with `--follow` until the run is over, or nobody drives it any more. */
export async function showEvents({ words: [, name], flags }: Invocation, io: Io): Promise<number> {
  return looking(io, async (place, runs) => {
    const { run_id } = await namedRun(runs, name);
    let after = numberOf(flagValue(flags, 'after') ?? '0');
    for (;;) {
      const run = await namedRun(runs, run_id);
      const isDriven = (await driverOf(place, run)) !== null;
      for (const event of (await runs?.eventsAfter(run_id, after)) ?? []) {
        after = event.sequence;
        io.out(
          flagOn(flags, 'json')
            ? `${safeJson({ run_id, ...event })}\n`
            : `${sanitizeLine(eventLine(event, run_id))}\n`,
        );
      }
      if (!flagOn(flags, 'follow') || !isDriven) return 0;
      await wait(FOLLOW_MS);
    }
  });
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new IntorchError('WRONG_USE', `--after takes the number of an event; not ${sanitizeLine(text)}`);
}

async function looking(
  io: Io,
  look: (place: PipelinePlace, runs: RunReader | null) => Promise<number>,
): Promise<number> {
  const place = await pipelinePlace(io);
  const runs = place.read();
  try {
    return await look(place, runs);
  } finally {
    await runs?.close();
  }
}
