import { openQuestion } from '../../domain/integration/open-question.ts';
import { progressOf } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { readinessOf } from '../../domain/integration/summary/readiness.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import type { CheckpointFile, LockOwner, SessionRecord } from '../../ports/stores.ts';
import { type Io, safeJson } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { meantSession, type SessionContext } from '../repository/session-context.ts';
import { NO_SESSION } from '../session/hold-lock.ts';

/** `intorch status`: how far the session is, what it waits for, who drives it, and why it has not landed. Starts nothing. */
export async function status(context: SessionContext, { flags }: Invocation, io: Io): Promise<number> {
  const json = flagOn(flags, 'json');
  const record = await meantSession(context, flags);
  if (record === null) {
    io.out(
      json
        ? `${safeJson({ type: 'status', session: null })}\n`
        : 'Nothing has been integrated here yet. Start with: intorch tui\n',
    );
    return 0;
  }
  const [{ envelope, refused }, owner] = await Promise.all([
    context.checkpoints(record.id).then((found) => found.load()),
    context.lock.owner(),
  ]);
  const driver = owner !== null && drives(owner, record) ? owner : null;
  if (envelope === null) {
    const lines = [`${record.id}  ${record.summary}: no checkpoint can be read`, ...refused.map(refusedLine)];
    io.out(
      json
        ? `${safeJson({ type: 'status', session: record.id, refused })}\n`
        : `${lines.map(sanitizeLine).join('\n')}\n`,
    );
    return 65;
  }
  const { state, saved_at } = envelope;
  if (json) io.out(`${safeJson({ type: 'status', ...statusOf(state, driver), saved_at, refused })}\n`);
  else
    io.out(`${[...statusLines(state, driver), ...refused.map(refusedLine)].map(sanitizeLine).join('\n')}\n`);
  return 0;
}

/** The lock is taken before it is known which session will be driven: then it is the one that is not finished. */
function drives({ session_id }: LockOwner, { id, finished }: SessionRecord): boolean {
  return session_id === id || (session_id === NO_SESSION && !finished);
}

function statusOf(state: IntegrationState, driver: LockOwner | null) {
  const question = openQuestion(state);
  const { status: readiness, blockers } = readinessOf(state);
  return {
    session: state.session_id,
    stage: state.stage,
    outcome: state.outcome,
    progress: progressOf(state),
    target: state.target,
    integration_branch: state.integration_branch,
    commit: state.integration_tip,
    question:
      question === null
        ? null
        : { title: question.title, choices: question.choices.map((choice) => choice.label) },
    running: state.in_flight.map((action) => action.key),
    paused: state.paused,
    driver,
    readiness,
    not_landed_because: whyNotLanded(state, blockers),
  };
}

/** Gives the one line that says why the target has not moved; null when it has. */
function whyNotLanded(state: IntegrationState, blockers: readonly string[]): string | null {
  if (state.outcome === 'LANDED') return null;
  const question = openQuestion(state);
  if (question !== null) return `a decision is open: ${question.title}`;
  if (state.landing_command !== null) return `it is held for review; finish with: ${state.landing_command}`;
  if (state.trouble !== null) return state.trouble.message;
  if (state.outcome !== null) return state.outcome_because ?? state.outcome.toLowerCase();
  return blockers[0] ?? (state.paused ? 'it is paused' : 'it is not through yet');
}

function statusLines(state: IntegrationState, driver: LockOwner | null): readonly string[] {
  const { driver: _, ...facts } = statusOf(state, driver);
  const { completed, total, held, percentage } = facts.progress;
  const held_text = held === 0 ? '' : `, ${held} held`;
  const lines: readonly (readonly [string, string | null])[] = [
    ['session', `${state.session_id}  ${state.outcome ?? state.stage}${state.paused ? ', paused' : ''}`],
    ['progress', `${completed} of ${total} merged${held_text}, ${Math.round(percentage)} %`],
    ['onto', `${state.target}, by ${state.integration_branch}`],
    ['waits for', facts.question?.title ?? null],
    ['running', facts.running.length === 0 ? null : facts.running.join(', ')],
    ['driven by', driverText(state, driver)],
    ['not landed', facts.not_landed_because],
  ];
  return lines.flatMap(([name, text]) => (text === null ? [] : [`${name.padEnd(11)} ${text}`]));
}

function driverText(state: IntegrationState, driver: LockOwner | null): string | null {
  if (driver !== null)
    return `${driver.role} ${driver.pid} on ${driver.host} since ${driver.started_at}${driver.role === 'engine' ? '; see it: intorch tui' : ''}`;
  return state.stage === 'FINISHED' ? null : 'nobody; go on with: intorch tui or intorch resume';
}

function refusedLine(file: CheckpointFile): string {
  return `refused     ${file.place}/${file.name}: ${file.refused}`;
}
