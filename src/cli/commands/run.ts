/**
 * This folder: one file per command.
 *
 * `intorch run` and `intorch resume`: the same loop as behind the screen, but in this process and with nobody to ask.
 */
import { hostname } from 'node:os';
import { openQuestion } from '../../domain/integration/open-question.ts';
import { landingCommand } from '../../domain/integration/selectors/ending.ts';
import { progressWords } from '../../domain/integration/selectors/progress.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import { safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { Idle } from '../../engine/integration/planning/work-to-do.ts';
import type { SessionRecord } from '../../ports/stores.ts';
import { exitStatusOf } from '../arguments/exit.ts';
import type { Io } from '../arguments/io.ts';
import { type FlagValues, flagOn, flagValue, type Invocation } from '../arguments/parse-args.ts';
import { plainReporter, writeSummary } from '../output/plain.ts';
import { recoveryReport, recoveryText } from '../output/recovery.ts';
import { summaryOf } from '../output/summary.ts';
import { openRepository, type Repository } from '../repository/compose.ts';
import { refuseUnconfined } from '../repository/sandbox-for.ts';
import { nothingLeft } from '../session/damaged-state.ts';
import { fetchCheckpoints, fetchedLines } from '../session/fetch-checkpoints.ts';
import { heldSession } from '../session/held-results.ts';
import { holdLock } from '../session/hold-lock.ts';
import { type LiveSession, resumeSession, startSession } from '../session/live-session.ts';
import { idleJson, idleText, nothingToDo } from '../session/nothing-to-do.ts';
import { pruneAtStart } from '../session/prune-sessions.ts';
import { stopSignals } from '../session/stop-signals.ts';
import { unfinishedSession } from '../session/unfinished.ts';
import { unheededFlags } from '../session/unheeded-flags.ts';

/** Integrates without a screen: a new session or, with `--resume`, the unfinished one. */
export async function runCommand(invocation: Invocation, io: Io): Promise<number> {
  return integrate(invocation, io, flagOn(invocation.flags, 'resume') ? 'resume' : 'new');
}

/** Resumes the unfinished session where it stopped. */
export async function resumeCommand(invocation: Invocation, io: Io): Promise<number> {
  return integrate(invocation, io, 'must_resume');
}

async function integrate(
  { flags }: Invocation,
  io: Io,
  how: 'new' | 'resume' | 'must_resume',
): Promise<number> {
  const repository = await openRepository(io, flags, { reads_settings: 'once' });
  await holdLock(repository, 'run');
  const say = (thrown: unknown) => io.err(`! ${asIntorchError(thrown).message}\n`);
  try {
    const json = flagOn(flags, 'json');
    const live = await openLive(repository, io, flags, how, say);
    if ('because' in live) {
      io.out(json ? idleJson(live) : idleText(live, 'intorch run'));
      return 0;
    }
    return await drive(live, io, {
      json,
      answers: flagValue(flags, 'decide') === 'recommended' ? 'recommended' : 'nobody',
    });
  } finally {
    await repository.lock.release();
  }
}

async function openLive(
  repository: Repository,
  io: Io,
  flags: FlagValues,
  how: 'new' | 'resume' | 'must_resume',
  say: (thrown: unknown) => void,
): Promise<LiveSession | Idle> {
  const from = flagValue(flags, 'from');
  const unfinished =
    from === null ? await unfinishedSession(repository) : await fetchedSession(repository, from, io);
  await refuseUnconfined(repository, how === 'new' ? null : (unfinished?.id ?? null));
  if (how !== 'new' && unfinished !== null) {
    const live = await resumeSession(repository, unfinished.id, 'go_on', say);
    const { store } = live.session;
    if (flagOn(flags, 'no-land'))
      await store.dispatch(({ settings }) =>
        settings.landing.mode === 'none' ? null : { type: 'landing_declined', at: live.ports.clock.now() },
      );
    const asked = await repository.settings().catch(() => null);
    const unheeded = unheededFlags(flags, asked, store.state().settings);
    if (unheeded !== null) io.err(`${sanitizeLine(`Note: ${unheeded}`)}\n`);
    return live;
  }
  if (how === 'must_resume') throw new IntorchError('NOTHING_TO_RESUME', 'No session waits to be resumed');
  // Wrong use must not end the old session, which would otherwise end for nothing.
  const idle = await nothingToDo(repository.history, await repository.settings(), repository.env);
  if (idle !== null) return idle;
  if (unfinished !== null && unfinished.kind === null) {
    io.err(`Note: ${nothingLeft(unfinished.id).message}; this run starts a new session.\n`);
    io.err(
      `  Its branch and its reports stay as they are: git for-each-ref refs/intorch/sessions/${unfinished.id}\n`,
    );
  } else if (unfinished !== null) {
    io.err(
      `Note: session ${unfinished.id} is unfinished (${unfinished.summary}); this run ends it and starts a new one.\n`,
    );
    io.err(`  Its branch and its reports stay: intorch report --session ${unfinished.id}\n`);
    await supersede(repository, unfinished.id, say);
  }
  await pruneAtStart(repository, say);
  const held = await heldSession(repository);
  const live = await startSession(repository, say);
  if (held !== null) {
    io.err(
      `Note: ${held.session_id} is verified and held: ${progressWords(held)}; finish it with: ${landingCommand(held)}\n`,
    );
    io.err(
      `  ${held.integration_branch} stays as it is; this run integrates on ${live.session.store.state().integration_branch}\n`,
    );
  }
  return live;
}

/** Fetches what another machine pushed. Returns its newest unfinished session. */
async function fetchedSession(repository: Repository, remote: string, io: Io): Promise<SessionRecord | null> {
  const fetched = await fetchCheckpoints(repository, remote);
  for (const line of fetchedLines(fetched, remote)) io.err(`${line}\n`);
  const usable = new Set(fetched.flatMap(({ id, refused }) => (refused === null ? [id] : [])));
  return (await repository.sessions.list()).find(({ id, finished }) => usable.has(id) && !finished) ?? null;
}

/** Ends an unfinished session in favour of a new one, so that nothing offers it again. What it made stays. */
export async function supersede(
  repository: Repository,
  id: LiveSession['id'],
  say: (thrown: unknown) => void,
): Promise<void> {
  const old = await resumeSession(repository, id, 'go_on', say).catch((thrown) => say(thrown));
  if (old === undefined) return;
  await old.session.store.dispatch(() => ({
    type: 'session_superseded',
    by: 'a new session',
    at: old.ports.clock.now(),
  }));
  await old.close();
}

async function drive(
  live: LiveSession,
  io: Io,
  { json, answers }: { json: boolean; answers: 'recommended' | 'nobody' },
): Promise<number> {
  const { session } = live;
  const reporter = plainReporter({ out: io.out, json });
  const now = session.store.state();
  // Nobody was listening during the resume, so its findings are reported now, and only once.
  const found = live.taken_up.filter((event) => event.type === 'difference_found').length;
  if (live.recovered !== null) {
    const report = recoveryReport(live.recovered, now, { found, host: hostname() });
    io.out(json ? `${safeJson(report)}\n` : recoveryText(report));
  }
  let before: typeof now = { ...now, findings: now.findings.slice(0, now.findings.length - found) };
  for (const event of live.taken_up) {
    reporter(before, now, event);
    before = now;
  }
  session.store.subscribe(reporter);
  const { stop, finish, dispose } = stopSignals();
  try {
    await session.run({ answers, stop, finish });
  } finally {
    dispose();
    await live.close();
  }
  const state = session.store.state();
  const question = openQuestion(state);
  writeSummary({ out: io.out, json }, summaryOf(state, question, live.reports.paths()));
  return exitStatusOf(state, question);
}
