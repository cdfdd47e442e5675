/** `intorch plan`: forecasts what would happen, from merges in memory. It changes nothing in the repository. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneRunner } from '../../adapters/git/process/run.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { fitOf } from '../../domain/integration/fit/fit.ts';
import { newSession, sessionIdAt } from '../../domain/integration/new-session.ts';
import { transition } from '../../domain/integration/transition.ts';
import { safeJson } from '../../domain/shared/text.ts';
import { planOf } from '../../engine/integration/planning/perform-plan.ts';
import { conflictAnalysis } from '../../reports/conflict-analysis.ts';
import { integrationPlan } from '../../reports/integration-plan.ts';
import { reportJson } from '../../reports/report-json.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { objectsOf, openRepository } from '../repository/compose.ts';
import { lastIntegration, seenIn } from '../session/last-seen.ts';
import { idleText, nothingToDo } from '../session/nothing-to-do.ts';

export async function planCommand({ flags }: Invocation, io: Io): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'intorch-plan-'));
  try {
    const runner = oneRunner();
    const repository = await openRepository(io, flags, { scratch_dir: scratch, runner });
    const { history } = repository;
    const { settings, notes } = await repository.chosen();
    const target = await repository.targetOf(settings);
    const identity = await history.identity();
    const at = systemClock.now();
    const last = await lastIntegration(repository);
    const session_id = sessionIdAt(settings, at);
    const fresh = newSession({ settings, target, identity, at, session_id, ...seenIn(last) });
    const objects = objectsOf({ ...repository, directory: scratch }, settings, { runner });
    const made = await planOf({ history, objects }, fresh);
    const planned = transition(fresh, { ...made, at });
    const state = { ...planned, findings: [...planned.findings, ...notes.map((note) => ({ ...note, at }))] };
    const fit = fitOf(state, last);
    if (flagOn(flags, 'json')) io.out(`${safeJson({ ...reportJson(state), together: fit })}\n`);
    else io.out(`${integrationPlan(state, 'none_yet', fit)}\n${conflictAnalysis(state)}`);
    const idle = state.end === null ? null : await nothingToDo(history, settings, io.env);
    if (idle !== null && !flagOn(flags, 'json')) io.out(`\n${idleText(idle, 'intorch run')}`);
    return 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
