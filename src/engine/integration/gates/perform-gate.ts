/**
 * This folder: runs a gate on a commit and follows its output.
 *
 * Runs one gate on exactly the commit under test, in a workspace; or takes over the verdict of the same tree, command and environment.
 */
import type { GateSettings } from '../../../domain/config/settings.ts';
import { type Clue, lackClue } from '../../../domain/gate/clue.ts';
import { confinementOf, setupConfinement } from '../../../domain/gate/confinement.ts';
import type { ErrorLine } from '../../../domain/gate/first-error.ts';
import type { GateRun } from '../../../domain/gate/gate.ts';
import { MOST_LOG_BYTES } from '../../../domain/gate/log-parts.ts';
import { variableClue } from '../../../domain/gate/missed-variable.ts';
import { missingFrom } from '../../../domain/gate/missing.ts';
import { reusableRun } from '../../../domain/gate/select.ts';
import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import {
  baselineTestsOf,
  type NamedTests,
  namedOnReuse,
} from '../../../domain/integration/selectors/gating.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { RunId, SessionId, Sha } from '../../../domain/shared/ids.ts';
import type { Slot, Workspaces } from '../../../ports/workspaces.ts';
import type { Performing } from '../performing.ts';
import { builtCommit } from './built-commit.ts';
import { guardSays, proofSays } from './guard-run.ts';
import { followTally } from './output-feed.ts';

/** Returns the cookie that marks every process of a gate run. */
export function gateCookie(session: SessionId, run: RunId): string {
  return `${session}:${run}`;
}

type Finished = Extract<Happened, { type: 'gate_finished' }>;

export async function runGate(
  { run: id, gate: name }: ActionOf<'run_gate'>,
  performing: Performing,
): Promise<Happened> {
  const { ports, state } = performing;
  const run = state.gate_runs.find((candidate) => candidate.id === id);
  const gate = state.settings.gates.find((candidate) => candidate.name === name);
  if (run === undefined || gate === undefined)
    throw new IntorchError('BUG', `the gate run ${id} is not on the list`);
  const command_digest = digestOf(state, gate);
  const none: Finished = {
    type: 'gate_finished',
    run: id,
    commit: null,
    tree: null,
    command_digest,
    exit_code: null,
    timed_out: false,
    tests: null,
    duration_ms: 0,
    unable: null,
    tampered: [],
    workspace: null,
    reused_from: null,
  };
  const commit = run.commit ?? (await builtCommit(performing, run));
  if (commit === null)
    return { ...none, unable: 'these efforts do not merge without a decision, so it cannot be tried' };
  const tree = await ports.objects.treeOf(commit);
  const same = run.attempt > 1 ? null : reusableRun(state.gate_runs, { gate: name, tree, command_digest });
  const named = same === null ? null : namedOnReuse(state, run, same);
  if (same !== null && named !== null) {
    const { exit_code, tests, summaries, duration_ms, workspace } = same;
    return {
      ...none,
      commit,
      tree,
      exit_code,
      tests,
      summaries,
      ...named,
      ...(run.subject.kind === 'guard' && { expectations: await guardSays(performing, run, same) }),
      ...(run.subject.kind === 'proof' && { new_tests: proofSays(state, run, { tests, names: null }) }),
      duration_ms: duration_ms ?? 0,
      workspace,
      reused_from: same.id,
    };
  }
  return {
    ...(await ranInSlot(performing, run, gate, commit)),
    ...{ run: id, commit, tree, command_digest },
  };
}

async function ranInSlot(
  performing: Performing,
  run: GateRun,
  gate: GateSettings,
  commit: Sha,
): Promise<Omit<Finished, 'run' | 'commit' | 'tree' | 'command_digest'>> {
  const { ports, state, signal, onTally, onSetup } = performing;
  const { setup, setup_key, setup_timeout_sec } = state.settings.worktree;
  const log = await ports.files.startLog(run.log);
  const timeout_ms = setup_timeout_sec * 1000;
  let begun = false;
  const onStart = () => {
    begun = true;
    onSetup(run.id, true);
  };
  const slot = await ports.workspaces
    .take({
      commit,
      setup:
        setup === null
          ? null
          : {
              command: setup,
              key: setup_key,
              timeout_ms,
              confinement: setupConfinement(state.settings),
              log,
              signal,
              onStart,
            },
    })
    .finally(() => begun && onSetup(run.id, false));
  const lacks = slot.lacks.map(lackClue);
  const ended = { type: 'gate_finished', workspace: slot.directory, reused_from: null } as const;
  try {
    const output = (of: 'all' | 'rest', parser: GateSettings['parser']) => {
      const withheld = [...ports.processes.withheld].filter((name) => gate.env[name] === undefined);
      return ports.readers.open({ parser, log, of, root: slot.directory, withheld }, signal);
    };
    const kept_off =
      slot.unfit !== null
        ? `it cannot be checked out: ${slot.unfit}`
        : slot.setup_failed !== null
          ? `the set-up failed: ${slot.setup_failed}`
          : null;
    if (kept_off !== null) {
      const wrote = await (await output('all', 'exit')).finish();
      return {
        ...ended,
        exit_code: null,
        timed_out: false,
        tests: null,
        duration_ms: 0,
        ...(await meddling(ports.workspaces, slot)),
        unable: kept_off,
        clues: [...errorClue(wrote?.error ?? null), ...lacks],
      };
    }
    const feed = followTally({
      reader: await output('rest', gate.parser),
      clock: ports.clock,
      onTally: (tests) => onTally(run.id, tests),
      signal,
    });
    const outcome = await ports.processes.run({
      command: gate.command,
      cwd: slot.directory,
      env: { ...gate.env, INTORCH_GATE: gate.name },
      timeout_ms: gate.timeout_sec * 1000,
      log,
      max_log_bytes: MOST_LOG_BYTES,
      cookie: gateCookie(state.session_id, run.id),
      signal,
      confinement: confinementOf(state.settings, gate),
      read: slot.borrows,
    });
    const reading = await feed.finish();
    const meddled = await meddling(ports.workspaces, slot);
    const { exit_code, timed_out, duration_ms, unable } = outcome;
    const { tests = null, summaries = null } = reading?.tests ?? {};
    const names = reading?.tests?.names ?? null;
    const { kind } = run.subject;
    const named =
      kind === 'proof'
        ? { new_tests: proofSays(state, run, { tests, names }) }
        : kind === 'guard'
          ? {
              expectations: await guardSays(performing, run, {
                tests,
                exit_code: timed_out ? null : exit_code,
              }),
            }
          : await namedTests(performing, run, commit, names);
    // Where failing tests are named, an error that is not the compiler's may be one that a test expects.
    const first = reading?.error ?? null;
    const error = tests === null || tests.failing.length === 0 || first?.sure ? first : null;
    const red = [...errorClue(error), ...(reading?.missed ?? []).slice(0, 3).map(variableClue)];
    const unread = reading === null ? [UNREAD] : [];
    const clues = [...unread, ...(exit_code === 0 && !tests?.failed ? [] : red), ...lacks];
    return {
      ...ended,
      exit_code,
      timed_out,
      tests,
      summaries,
      ...named,
      duration_ms,
      ...meddled,
      unable,
      clues,
    };
  } finally {
    await ports.workspaces.release(slot);
  }
}

const UNREAD: Clue = { of: 'output', says: 'its output could not be counted: reading it took too long' };

/** Looks at what set-up and the gate did around them, or somebody else meanwhile. */
async function meddling(
  workspaces: Workspaces,
  slot: Slot,
): Promise<Pick<Finished, 'tampered' | 'changed_around'>> {
  const { by_gate, by_somebody } = await workspaces.tampering(slot);
  return { tampered: by_gate, ...(by_somebody.length > 0 && { changed_around: by_somebody }) };
}

function errorClue(error: ErrorLine | null): readonly Clue[] {
  return error === null ? [] : [{ of: 'output', says: error.text }];
}

/** Keeps the names of a run on the target, and compares those of any other with them. */
async function namedTests(
  { state, ports }: Performing,
  run: GateRun,
  commit: Sha,
  names: readonly string[] | null,
): Promise<NamedTests> {
  if (run.subject.kind === 'baseline') return { names, missing: null };
  const baseline = baselineTestsOf(state, run.gate);
  if (baseline === null || names === null) return { names: null, missing: null };
  const missing = missingFrom(baseline, names);
  const compared_with = state.gate_runs.find(({ id }) => id === baseline.run)?.commit ?? null;
  if (missing.count === 0 || compared_with === null) return { names: null, missing };
  const changed = await ports.history.changedLines(compared_with, commit);
  return { names: null, missing: missingFrom(baseline, names, changed) };
}

/** Joins command and environment into a key, in full rather than hashed. With a tree, it identifies a verdict. */
function digestOf({ settings }: IntegrationState, gate: GateSettings): string {
  const { command, env, timeout_sec, parser } = gate;
  const confinement = [confinementOf(settings, gate), setupConfinement(settings)];
  const confined = confinement.some((each) => each !== 'off') ? [confinement, settings.sandbox] : [];
  return JSON.stringify([command, env, timeout_sec, parser, settings.worktree.setup, ...confined]);
}
