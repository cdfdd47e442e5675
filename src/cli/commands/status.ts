import { safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { LockOwner } from '../../ports/lock.ts';
import type { CheckpointFile, SessionRecord } from '../../ports/stores.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { nextActionOf } from '../repository/next-action.ts';
import { meantSession, type SessionContext } from '../repository/session-context.ts';
import { NO_SESSION } from '../session/hold-lock.ts';

/**
 * `intorch status`: shows a session's progress, what it waits for, who drives it, and why it has not landed. Starts nothing. The
 * session's kind describes what the session is about.
 */
export async function statusCommand(context: SessionContext, { flags }: Invocation, io: Io): Promise<number> {
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
  const [{ found, refused }, owner] = await Promise.all([
    context.stored.show(record.id),
    context.lock.owner(),
  ]);
  const driver = owner !== null && drives(owner, record) ? owner : null;
  if (found === null) {
    const lines = [`${record.id}  ${record.summary}: no checkpoint can be read`, ...refused.map(refusedLine)];
    io.out(
      json
        ? `${safeJson({ type: 'status', session: record.id, refused })}\n`
        : `${lines.map(sanitizeLine).join('\n')}\n`,
    );
    return 65;
  }
  const { facts, lines, finished, in_flight } = found.state;
  // What nobody drives does not run, whatever was started before a kill.
  const running = driver === null ? [] : in_flight;
  const interrupted = driver === null && !finished ? in_flight : [];
  if (json) {
    const saved_at = found.last_sign_of_life;
    const next_action = nextActionOf(found.state, driver !== null);
    io.out(
      `${safeJson({ type: 'status', kind: record.kind, ...facts, running, interrupted, next_action, driver, saved_at, refused })}\n`,
    );
    return 0;
  }
  const by = driverText(driver, finished);
  const shown = [
    ...lines,
    ...(running.length === 0 ? [] : [['running', running.join(', ')] as const]),
    ...(interrupted.length === 0
      ? []
      : [['cut off', `${interrupted.join(', ')}; done again when it goes on`] as const]),
    ...(by === null ? [] : [['engine', by] as const]),
  ];
  const texts = shown.map(([name, text]) => `${name.padEnd(11)} ${text}`);
  io.out(`${[...texts, ...refused.map(refusedLine)].map(sanitizeLine).join('\n')}\n`);
  return 0;
}

/** An owner takes the lock before it knows which session it will drive. Until then it is assumed to drive the unfinished one. */
function drives({ session_id }: LockOwner, { id, finished }: SessionRecord): boolean {
  return session_id === id || (session_id === NO_SESSION && !finished);
}

function driverText(driver: LockOwner | null, finished: boolean): string | null {
  if (driver !== null)
    return `${driver.role === 'run' ? 'run ' : ''}${driver.pid} on ${driver.host} since ${driver.started_at}${driver.role === 'engine' ? '; see it: intorch tui' : ''}`;
  return finished ? null : 'not running; continue with: intorch tui or intorch resume';
}

function refusedLine(file: CheckpointFile): string {
  return `refused     ${file.place}/${file.name}: ${file.refused}`;
}
