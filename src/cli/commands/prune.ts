/** `intorch prune`: removes old sessions that hold nothing which is nowhere else, and says of each old one why it goes or stays. */
import { counted, safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { openRepository, type Repository } from '../repository/compose.ts';
import { holdLock } from '../session/hold-lock.ts';
import { type PrunedSession, pruneSessions } from '../session/prune-sessions.ts';

export async function pruneCommand({ flags }: Invocation, io: Io): Promise<number> {
  const repository = await openRepository(io, flags);
  const only_looking = flagOn(flags, 'dry-run');
  const settings = await repository.settings();
  const pruned = only_looking
    ? await pruneSessions(repository, settings, true)
    : await underLock(repository, () => pruneSessions(repository, settings));
  if (flagOn(flags, 'json')) {
    io.out(`${safeJson({ type: 'pruned', dry_run: only_looking, sessions: pruned })}\n`);
    return 0;
  }
  const { keep, days } = settings.sessions;
  if (pruned.length === 0) io.out(`Nothing is old: sessions.keep is ${keep}, and sessions.days is ${days}\n`);
  for (const each of pruned) io.out(`${sanitizeLine(prunedLine(each, only_looking))}\n`);
  return 0;
}

async function underLock<T>(repository: Repository, work: () => Promise<T>): Promise<T> {
  await holdLock(repository, 'run');
  try {
    return await work();
  } finally {
    await repository.lock.release();
  }
}

function prunedLine({ id, because, kept, refs }: PrunedSession, only_looking: boolean): string {
  if (kept !== null) return `kept         ${id}: ${kept}`;
  return `${only_looking ? 'would remove' : 'removed     '} ${id} with ${counted(refs, 'ref')}: ${because}`;
}
