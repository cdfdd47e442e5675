/**
 * A plan like `intorch plan`, for one row of the benchmark: with `without` as its first argument, nobody looks for work that efforts take back
 * or do twice. There is no such setting, because nobody should want it. The second argument is the repository.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { objectsOf, openRepository } from '../../src/cli/repository/compose.ts';
import { newSession, sessionIdAt } from '../../src/domain/integration/new-session.ts';
import { IntorchError } from '../../src/domain/shared/errors.ts';
import { planOf } from '../../src/engine/integration/planning/perform-plan.ts';

const [detectors, directory = '.'] = process.argv.slice(2);
const scratch_dir = await mkdtemp(join(tmpdir(), 'intorch-plan-'));
const flags = new Map([
  ['efforts', ['effort/*']],
  ['onto', ['main']],
]);
const repository = await openRepository({ directory, env: process.env }, flags, { scratch_dir });
const { settings } = await repository.chosen();
const at = systemClock.now();
const state = newSession({
  settings,
  target: await repository.targetOf(settings),
  identity: await repository.history.identity(),
  at,
  session_id: sessionIdAt(settings, at),
  gate_durations_ms: {},
});
const notAsked = () => Promise.reject(new IntorchError('GIT_FAILED', 'not asked'));
const history =
  detectors === 'without'
    ? { ...repository.history, spanPatches: notAsked, messages: notAsked }
    : repository.history;
const objects = objectsOf({ ...repository, directory: scratch_dir }, settings);
await planOf({ history, objects }, state);
await Promise.all([objects.close(), repository.history.close()]);
await rm(scratch_dir, { recursive: true, force: true });
